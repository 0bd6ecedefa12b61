package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as clients see it; of a deleted user's only that it was one. */
@Schema(name = "Message")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MessageBody(
        UUID id,
        long seq,
        UUID userId,
        UUID senderId,
        String senderName,
        String roomId,
        String content,
        Instant createdAt,
        AuthorBody user) {
    /** Who wrote a message. */
    @Schema(name = "Author")
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    public record AuthorBody(UUID id, String username, String fullName) {
        private static final AuthorBody DELETED = new AuthorBody(new UUID(0, 0), "deleted", "Deleted user");

        static AuthorBody of(@Nullable Participant author) {
            return author == null
                    ? DELETED
                    : new AuthorBody(
                            author.id().value(),
                            author.username().value(),
                            author.fullName().value());
        }
    }

    static MessageBody of(Message message) {
        AuthorBody author = AuthorBody.of(message.author());
        return new MessageBody(
                message.id().value(),
                message.seq(),
                author.id(),
                author.id(),
                author.fullName(),
                message.room().value(),
                message.text().value(),
                message.createdAt(),
                author);
    }
}
