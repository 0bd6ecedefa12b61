package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stores what several users say, all of it at once. */
public final class PostMessages {
    /** What somebody says. */
    public record Post(
            Actor.SignedIn actor,
            RoomId room,
            MessageText text,
            @Nullable ClientMessageId clientMessageId) {}

    /** What came of each post, in their order. */
    public record Result(List<Messages.Outcome> outcomes) {}

    private final Messages messages;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param ids of which a later one is higher: they are stored in this order */
    public PostMessages(Messages messages, InstantSource clock, Supplier<UUID> ids) {
        this.messages = messages;
        this.clock = clock;
        this.ids = ids;
    }

    public Result post(List<Post> posts) {
        Instant now = clock.instant();
        return new Result(messages.append(posts.stream()
                .map(post -> new Draft(
                        new MessageId(ids.get()),
                        post.room(),
                        post.actor().id(),
                        post.text(),
                        post.clientMessageId(),
                        now))
                .toList()));
    }
}
