package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.FullName;
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
 * @param content The text; empty only if the message has, or had, attachments.
 * @param attachments The files that are attached to the message, in their order; without those that were removed since.
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
        Instant createdAt,
        AuthorBody user) {
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

        static AuthorBody of(Message message) {
            Participant author = message.author();
            FullName name = message.authorName();
            return author == null
                    ? new AuthorBody(NOBODY, "deleted", name == null ? "Deleted user" : name.value(), null)
                    : new AuthorBody(
                            author.id().value(),
                            author.username().value(),
                            author.fullName().value(),
                            author.avatar() == null ? null : author.avatar().pathOf(author.id()));
        }
    }

    static MessageBody of(Message message) {
        AuthorBody author = AuthorBody.of(message);
        return new MessageBody(
                message.id().value(),
                message.seq(),
                author.id(),
                author.id(),
                author.fullName(),
                message.room().value(),
                message.text().value(),
                message.attachments().stream().map(FileBody::of).toList(),
                message.createdAt(),
                author);
    }
}
