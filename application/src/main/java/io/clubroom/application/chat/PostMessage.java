package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.file.FileId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts a message of an actor who need not be in the room. Whoever is there receives it as soon as it is stored. */
public final class PostMessage {
    /** @param files the actor's files that are attached to the message from then on, in their order */
    public record Command(
            RoomId room,
            MessageText text,
            List<FileId> files,
            @Nullable MessageId replyTo,
            @Nullable ClientMessageId clientMessageId) {}

    public sealed interface Result {
        record Posted(Message message) implements Result {}

        /** The actor has posted this message before, with the same {@link ClientMessageId} in the room. */
        record Repeated(Message message) implements Result {}

        record NotSignedIn() implements Result {}

        /** @param until when the actor's mute ends; null if it does not, or if this is no {@link ChangeRefusal#MUTED} */
        record Refused(ChangeRefusal refusal, @Nullable Instant until) implements Result {}
    }

    private final ChangeMessages changeMessages;
    private final RoomRelay relay;

    public PostMessage(ChangeMessages changeMessages, RoomRelay relay) {
        this.changeMessages = changeMessages;
        this.relay = relay;
    }

    /** @throws ActorEnded if the actor's token has ended */
    public Result post(Actor actor, Command command) {
        if (!(actor instanceof Actor.SignedIn sender)) {
            return new Result.NotSignedIn();
        }
        ChangeMessages.Post post = new ChangeMessages.Post(
                sender, command.room(), command.text(), command.files(), command.replyTo(), command.clientMessageId());
        return switch (outcome(post)) {
            case Outcome.Stored(RoomChange change) -> {
                relay.stored(change.room(), change.change());
                yield new Result.Posted(message(change));
            }
            case Outcome.Repeated(RoomChange change) -> new Result.Repeated(message(change));
            case Outcome.Unchanged _ -> throw new IllegalStateException("A message is always new");
            case Outcome.Refused(ChangeRefusal refusal, Instant until) -> {
                if (refusal == ChangeRefusal.NO_SUCH_SENDER) {
                    throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
                }
                yield new Result.Refused(refusal, until);
            }
        };
    }

    private static Message message(RoomChange change) {
        return ((RoomChange.Posted) change).message();
    }

    private Outcome outcome(ChangeMessages.Post post) {
        try {
            return changeMessages.change(List.of(post)).outcomes().getFirst();
        } catch (RuntimeException failure) {
            // The message may have been stored nevertheless.
            relay.stored(post.room(), RoomSignal.Reached.UNKNOWN);
            throw failure;
        }
    }
}
