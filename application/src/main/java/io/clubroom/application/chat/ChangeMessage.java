package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.RoomStandings;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Posts or changes a message for an actor who need not be connected to the room. Connected clients receive the change as soon as it is
 * stored.
 */
public final class ChangeMessage {
    /** Each variant of a change has the {@link ClientMessageId} of the request, null if it has none. */
    public sealed interface Result {
        record Stored(RoomChange change, @Nullable ClientMessageId id) implements Result {}

        /** The actor has already made this change with the same {@link ClientMessageId} in the room. */
        record Repeated(RoomChange change, @Nullable ClientMessageId id) implements Result {}

        /** The change had no effect. */
        record Unchanged(RoomChange change, @Nullable ClientMessageId id) implements Result {}

        record NotSignedIn() implements Result {}

        /** @param until when the actor's mute ends; null if it has no end or the refusal is not {@link ChangeRefusal#MUTED} */
        record Refused(
                ChangeRefusal refusal,
                @Nullable Instant until,
                @Nullable ClientMessageId id) implements Result {}
    }

    private final ChangeMessages changeMessages;
    private final RoomStandings standings;
    private final RoomRelay relay;

    public ChangeMessage(ChangeMessages changeMessages, RoomStandings standings, RoomRelay relay) {
        this.changeMessages = changeMessages;
        this.standings = standings;
        this.relay = relay;
    }

    /**
     * @param parser parses the request; called only if the actor may read the room
     * @throws ActorEnded if the actor's token has ended
     */
    public Result change(Actor actor, RoomId room, Function<Actor.SignedIn, ChangeMessages.Request> parser) {
        if (!(actor instanceof Actor.SignedIn sender)) {
            return new Result.NotSignedIn();
        }
        // Storing the change would find this, too, but only after reading a room that is hidden from the actor, which
        // takes measurable time.
        if (!RoomAccess.mayRead(standings.of(sender, room))) {
            return new Result.Refused(ChangeRefusal.NO_SUCH_ROOM, null, null);
        }
        ChangeMessages.Request request = parser.apply(sender);
        return switch (outcome(request)) {
            case Outcome.Stored(RoomChange change) -> {
                relay.stored(change.room(), change.change());
                yield new Result.Stored(change, request.clientMessageId());
            }
            case Outcome.Repeated(RoomChange change) -> new Result.Repeated(change, request.clientMessageId());
            case Outcome.Unchanged(RoomChange change) -> new Result.Unchanged(change, request.clientMessageId());
            case Outcome.Refused(ChangeRefusal refusal, Instant until) -> {
                if (refusal == ChangeRefusal.NO_SUCH_SENDER) {
                    throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
                }
                yield new Result.Refused(refusal, until, request.clientMessageId());
            }
        };
    }

    private Outcome outcome(ChangeMessages.Request request) {
        try {
            return changeMessages.change(List.of(request)).outcomes().getFirst();
        } catch (RuntimeException failure) {
            // The change may have been stored nevertheless.
            relay.stored(request.room(), RoomSignal.Reached.UNKNOWN);
            throw failure;
        }
    }
}
