package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.application.chat.search.SearchMessages.Found;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.user.UserId;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message found by a search, with its neighbours.
 *
 * @param before The message before it in the room; null if it is the first.
 * @param after The message after it in the room; null if it is the last.
 */
@Schema(name = "FoundMessage")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record FoundMessageBody(
        RoomOfMessageBody room,
        MessageBody message,
        @Nullable MessageBody before,
        @Nullable MessageBody after) {
    /**
     * The room of a message.
     *
     * @param name The name; for a direct room, the full names of the other people, joined by {@code ", "}.
     */
    @Schema(name = "RoomOfMessage", examples = """
        {"id": "general", "name": "General", "kind": "public"}\
        """)
    @Serdeable.Serializable(naming = SnakeCaseStrategy.class)
    record RoomOfMessageBody(
            String id,
            String name,

            @Schema(allowableValues = {"public", "private", "direct"})
            String kind) {
        static RoomOfMessageBody of(Room room) {
            return new RoomOfMessageBody(
                    room.id().value(), room.name().value(), room.kind().text());
        }
    }

    static FoundMessageBody of(Found found, UserId viewer) {
        return new FoundMessageBody(
                RoomOfMessageBody.of(found.room()),
                MessageBody.of(found.message(), viewer),
                neighbour(found.before(), viewer),
                neighbour(found.after(), viewer));
    }

    private static @Nullable MessageBody neighbour(@Nullable Message message, UserId viewer) {
        return message == null ? null : MessageBody.of(message, viewer);
    }
}
