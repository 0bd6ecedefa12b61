package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageIds;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the messages of several users in one batch. */
public final class PostMessages {
    /** @param files the actor's files that are attached to the message from then on, in their order */
    public record Post(
            Actor.SignedIn actor,
            RoomId room,
            MessageText text,
            List<FileId> files,
            @Nullable ClientMessageId clientMessageId) {
        /** A post without files. */
        public Post(Actor.SignedIn actor, RoomId room, MessageText text, @Nullable ClientMessageId clientMessageId) {
            this(actor, room, text, List.of(), clientMessageId);
        }

        private boolean isAllowed() {
            return RoomAccess.mayWrite(actor, room);
        }
    }

    /** The outcome of each post, in the order of the posts. */
    public record Result(List<Messages.Outcome> outcomes) {}

    private final Messages messages;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final MessageIds ids;

    public PostMessages(Messages messages, TokenRevocations revocations, InstantSource clock, MessageIds ids) {
        this.messages = messages;
        this.revocations = revocations;
        this.clock = clock;
        this.ids = ids;
    }

    public Result post(List<Post> posts) {
        Instant now = clock.instant();
        Iterator<Messages.Outcome> outcomes = messages.append(posts.stream()
                        .filter(Post::isAllowed)
                        .map(post -> new Draft(
                                ids.next(),
                                post.room(),
                                post.actor().id(),
                                revocations.versionOf(post.actor()),
                                post.text(),
                                post.files(),
                                post.clientMessageId(),
                                now))
                        .toList())
                .iterator();
        return new Result(posts.stream()
                .map(post -> post.isAllowed() ? outcomes.next() : new Messages.Outcome.NoSuchRoom())
                .toList());
    }
}
