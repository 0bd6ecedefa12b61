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
 * Posts a message, or changes one, for an actor who need not be connected to the room. Whoever is connected is told as soon as the change
 * is stored.
 */
public final class ChangeMessage {
    /** Each has the {@link ClientMessageId} of what the actor asked for, null if it has none. */
    public sealed interface Result {
        record Stored(RoomChange change, @Nullable ClientMessageId id) implements Result {}

        /** The actor has made this change before, with the same {@link ClientMessageId} in the room. */
        record Repeated(RoomChange change, @Nullable ClientMessageId id) implements Result {}

        /** The message was already as the actor wants it. */
        record Unchanged(RoomChange change, @Nullable ClientMessageId id) implements Result {}

        record NotSignedIn() implements Result {}

        /** @param until when the actor's mute ends; null if it does not, or if this is no {@link ChangeRefusal#MUTED} */
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
     * @param asked parses what the actor asks for. Called only for those who may read the room.
     * @throws ActorEnded if the actor's token has ended
     */
    public Result change(Actor actor, RoomId room, Function<Actor.SignedIn, ChangeMessages.Request> asked) {
        if (!(actor instanceof Actor.SignedIn sender)) {
            return new Result.NotSignedIn();
        }
        // Whoever stores the change finds this, too, but only after a look at a room that is hidden from the actor,
        // which takes time.
        if (!RoomAccess.mayRead(standings.of(sender, room))) {
            return new Result.Refused(ChangeRefusal.NO_SUCH_ROOM, null, null);
        }
        ChangeMessages.Request request = asked.apply(sender);
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
