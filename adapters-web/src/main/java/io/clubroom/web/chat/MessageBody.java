package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.file.FileBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in a room. A deleted author is shown as {@code Deleted user}; messages of the Rust service show the name that was stored with
 * them instead.
 *
 * @param content The text as it is now; empty only if the message was deleted, or has, or had, attachments.
 * @param attachments The files that are attached to the message, in their order; without those that were removed since.
 * @param editedAt When the text was changed last; null if never.
 * @param deleted Whether the author, or whoever moderates the room, has deleted the message. It then has no text, attachments, mentions or reactions.
 * @param mentions The users whom the text mentions.
 * @param reactions By emoji, the one that came first first.
 * @param replyTo The message that this one replies to; null if none.
 * @param clientMessageId Of the request that this answers; left out if it had none, and elsewhere.
 * @param seq The number of the message in its room: 1, 2, 3, …
 */
@Schema(name = "Message", examples = """
    {
      "id": "0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10",
      "seq": 1,
      "user_id": "c865f315-c339-4089-951f-d42b74175dcd",
      "sender_id": "c865f315-c339-4089-951f-d42b74175dcd",
      "sender_name": "John Smith",
      "room_id": "general",
      "content": "Hello everyone!",
      "attachments": [],
      "edited_at": "2026-11-22T18:57:40.002713Z",
      "deleted": false,
      "mentions": [],
      "reactions": [{"emoji": "👍", "count": 2, "mine": true}],
      "reply_to": {
        "id": "0199f0a4-1b2c-7d3e-8f40-516273849506",
        "sender_name": "Jane Doe",
        "content": "Hello!",
        "deleted": false
      },
      "created_at": "2026-11-22T18:55:02.110245Z",
      "user": {
        "id": "c865f315-c339-4089-951f-d42b74175dcd",
        "username": "jsmith",
        "full_name": "John Smith",
        "avatar_url": "/api/users/c865f315-c339-4089-951f-d42b74175dcd/avatar?v=2f1d8a11-3d2c-4b6b-9c3f-0c9b7d2c5cc1"
      }
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MessageBody(
        UUID id,

        @Schema(minimum = "1") long seq,

        UUID userId,
        UUID senderId,
        String senderName,
        String roomId,
        String content,
        List<FileBody> attachments,
        @Nullable Instant editedAt,
        boolean deleted,
        List<UUID> mentions,
        List<ReactionBody> reactions,
        @Nullable ReplyBody replyTo,
        Instant createdAt,
        AuthorBody user,

        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String clientMessageId) {
    /**
     * The author of a message.
     *
     * @param avatarUrl Where the user's picture is; null without one. It changes with the picture.
     */
    @Schema(name = "Author")
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record AuthorBody(
            UUID id,
            String username,
            String fullName,
            @Nullable String avatarUrl) {
        private static final UUID NOBODY = new UUID(0, 0);
        private static final String DELETED = "Deleted user";

        static AuthorBody of(Message message) {
            return of(message.author(), message.authorName());
        }

        /**
         * @param user null if the user was deleted
         * @param name the user's name, null if it is unknown
         */
        static AuthorBody of(@Nullable Participant user, @Nullable FullName name) {
            return user == null
                    ? new AuthorBody(NOBODY, "deleted", name == null ? DELETED : name.value(), null)
                    : new AuthorBody(
                            user.id().value(),
                            user.username().value(),
                            user.fullName().value(),
                            PersonBody.avatarUrl(user));
        }
    }

    /**
     * The reactions to a message with one emoji.
     *
     * @param count How many users react with it.
     * @param mine Whether the caller does.
     */
    @Schema(name = "Reaction")
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ReactionBody(
            String emoji, @Schema(minimum = "1") int count, boolean mine) {
        private static ReactionBody of(Reaction reaction, UserId viewer) {
            return new ReactionBody(reaction.emoji().value(), reaction.count(), reaction.isBy(viewer));
        }
    }

    /**
     * The message that another one replies to, as it is now.
     *
     * @param senderName The name of its author.
     * @param content The first 200 characters of its text; empty if it was deleted.
     */
    @Schema(name = "RepliedMessage")
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ReplyBody(UUID id, String senderName, String content, boolean deleted) {
        private static ReplyBody of(ReplyPreview reply) {
            FullName author = reply.author();
            return new ReplyBody(
                    reply.id().value(),
                    author == null ? AuthorBody.DELETED : author.value(),
                    reply.content(),
                    reply.deleted());
        }
    }

    /** @param viewer who is shown the message */
    static MessageBody of(Message message, UserId viewer) {
        return of(message, viewer, null);
    }

    /** @param asked what the viewer's request had, which this answers; null if it had none */
    static MessageBody of(Message message, UserId viewer, @Nullable ClientMessageId asked) {
        AuthorBody author = AuthorBody.of(message);
        MessageState state = message.state();
        return new MessageBody(
                message.id().value(),
                message.seq(),
                author.id(),
                author.id(),
                author.fullName(),
                message.room().value(),
                message.text().value(),
                message.attachments().stream().map(FileBody::of).toList(),
                state.editedAt(),
                state.deleted(),
                state.mentions().stream().map(UserId::value).toList(),
                state.reactions().stream()
                        .map(reaction -> ReactionBody.of(reaction, viewer))
                        .toList(),
                state.replyTo() == null ? null : ReplyBody.of(state.replyTo()),
                message.createdAt(),
                author,
                asked == null ? null : asked.value());
    }
}
