package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.file.FileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts a message of an actor who need not be in the room. Whoever is there receives it as soon as it is stored. */
public final class PostMessage {
    /** @param files the actor's files that are attached to the message from then on, in their order */
    public record Command(
            RoomId room,
            MessageText text,
            List<FileId> files,
            @Nullable ClientMessageId clientMessageId) {}

    public sealed interface Result {
        record Posted(Message message) implements Result {}

        /** The actor has posted this message before, with the same {@link ClientMessageId} in the room. */
        record Repeated(Message message) implements Result {}

        record NotSignedIn() implements Result {}

        record RoomNotFound() implements Result {}

        /** A file does not exist, is not the actor's, is attached to a message already, or is listed twice. */
        record FileNotFound() implements Result {}
    }

    private final PostMessages postMessages;
    private final RoomRelay relay;

    public PostMessage(PostMessages postMessages, RoomRelay relay) {
        this.postMessages = postMessages;
        this.relay = relay;
    }

    /** @throws ActorEnded if the actor's token has ended */
    public Result post(Actor actor, Command command) {
        if (!(actor instanceof Actor.SignedIn sender)) {
            return new Result.NotSignedIn();
        }
        PostMessages.Post post = new PostMessages.Post(
                sender, command.room(), command.text(), command.files(), command.clientMessageId());
        return switch (outcome(post)) {
            case Outcome.Stored(Message message) -> {
                relay.stored(message.room(), message.seq());
                yield new Result.Posted(message);
            }
            case Outcome.Repeated(Message message) -> new Result.Repeated(message);
            case Outcome.NoSuchRoom _ -> new Result.RoomNotFound();
            case Outcome.NoSuchSender _ -> throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
            case Outcome.NoSuchFile _ -> new Result.FileNotFound();
        };
    }

    private Outcome outcome(PostMessages.Post post) {
        try {
            return postMessages.post(List.of(post)).outcomes().getFirst();
        } catch (RuntimeException failure) {
            // The message may have been stored nevertheless.
            relay.stored(post.room(), RoomSignal.Reached.UNKNOWN);
            throw failure;
        }
    }
}
