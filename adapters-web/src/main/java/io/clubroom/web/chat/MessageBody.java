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
 * A message in a room. A deleted author is shown as {@code Deleted user}; in messages of the Rust service, with the name that was stored
 * with the message.
 *
 * @param content The current text. It is empty only if the message was deleted or has, or had, attachments.
 * @param attachments The attached files, in order, without files that have been removed.
 * @param editedAt When the text was last edited; null if never.
 * @param deleted Whether the message was deleted by its author or a moderator. It then has no text, attachments, mentions or reactions.
 * @param mentions The ids of the users whom the text mentions.
 * @param reactions The reactions by emoji, the first one added first.
 * @param replyTo The message to which this one replies; null if none.
 * @param clientMessageId The id in the request that this answers; absent otherwise.
 * @param seq The sequence number of the message in its room: 1, 2, 3, …
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
     * @param avatarUrl The URL of the user's picture; null if there is none. It changes with the picture.
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
     * The reactions to a message with the same emoji.
     *
     * @param count The number of users who have reacted with the emoji.
     * @param mine Whether the caller is one of them.
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
     * The current state of a message to which another one replies.
     *
     * @param senderName The name of the author.
     * @param content The first 200 characters of the text; empty if the message was deleted.
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

    /** @param viewer the user who receives the message */
    static MessageBody of(Message message, UserId viewer) {
        return of(message, viewer, null);
    }

    /** @param asked the {@code client_message_id} of the request that this answers; null if it has none */
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
