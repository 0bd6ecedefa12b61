package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A row of the table {@code chat_rooms} without the number of its last message. */
@MappedEntity("chat_rooms")
record RoomRow(@Id String id, String name, String kind, Instant createdAt) {
    Room toRoom() {
        return new Room(new RoomId(id), new RoomName(name), RoomKind.of(kind), createdAt);
    }
}
