package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.chat.MessageBody.AuthorBody;
import io.clubroom.web.chat.MessageBody.ReactionBody;
import io.clubroom.web.chat.MessageBody.ReplyBody;
import io.clubroom.web.file.FileBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change of a room's contents, with the fields of the corresponding frame of chat protocol 2. */
sealed interface ChangeBody {
    /** A new message. */
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Posted(
            String type,
            long change,
            UUID id,
            long seq,
            UUID senderId,
            String senderName,
            String content,
            List<FileBody> attachments,
            String roomId,
            Instant createdAt,
            Instant timestamp,
            AuthorBody user,
            @Nullable Instant editedAt,
            boolean deleted,
            List<UUID> mentions,
            List<ReactionBody> reactions,
            @Nullable ReplyBody replyTo)
            implements ChangeBody {}

    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Edited(
            String type,
            long change,
            String roomId,
            UUID messageId,
            String content,
            @Nullable Instant editedAt,
            List<UUID> mentions)
            implements ChangeBody {}

    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Deleted(String type, long change, String roomId, UUID messageId) implements ChangeBody {}

    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Reacted(
            String type,
            long change,
            String roomId,
            UUID messageId,
            String emoji,
            AuthorBody user,
            boolean removed,
            int count)
            implements ChangeBody {}

    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record UserErased(String type, long change, String roomId, UUID userId) implements ChangeBody {}

    /** @param viewer the user who receives the change */
    static ChangeBody of(RoomChange change, UserId viewer) {
        return switch (change) {
            case RoomChange.Posted(long number, Message message) -> posted(number, MessageBody.of(message, viewer));
            case RoomChange.Edited(long number, Message message) -> {
                MessageBody body = MessageBody.of(message, viewer);
                yield new Edited(
                        "message_edited",
                        number,
                        body.roomId(),
                        body.id(),
                        body.content(),
                        body.editedAt(),
                        body.mentions());
            }
            case RoomChange.Deleted(long number, Message message) ->
                new Deleted(
                        "message_deleted",
                        number,
                        message.room().value(),
                        message.id().value());
            case RoomChange.Reacted(
                    long number,
                    Message message,
                    Emoji emoji,
                    Participant user,
                    boolean removed,
                    int count) ->
                new Reacted(
                        "reaction",
                        number,
                        message.room().value(),
                        message.id().value(),
                        emoji.value(),
                        AuthorBody.of(user, null),
                        removed,
                        count);
            case RoomChange.UserErased(long number, RoomId room, UserId user) ->
                new UserErased("user_erased", number, room.value(), user.value());
        };
    }

    private static Posted posted(long number, MessageBody message) {
        return new Posted(
                "message",
                number,
                message.id(),
                message.seq(),
                message.senderId(),
                message.senderName(),
                message.content(),
                message.attachments(),
                message.roomId(),
                message.createdAt(),
                message.createdAt(),
                message.user(),
                message.editedAt(),
                message.deleted(),
                message.mentions(),
                message.reactions(),
                message.replyTo());
    }
}
