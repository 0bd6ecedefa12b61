package io.clubroom.web.chat;

import io.clubroom.domain.chat.Room;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A chat room. */
@Schema(name = "Room", examples = """
    {"id": "general", "name": "General", "created_at": "2026-11-22T18:54:36.964499Z"}\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record RoomBody(String id, String name, Instant createdAt) {
    static RoomBody of(Room room) {
        return new RoomBody(room.id().value(), room.name().value(), room.createdAt());
    }
}
