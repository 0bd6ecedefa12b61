package io.clubroom.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link Rooms}. */
public interface RoomsContract {
    Instant CREATED_AT = Instant.parse("2025-03-10T00:00:00.123456Z");

    Rooms rooms();

    /** A room with a unique id. */
    static Room newRoom() {
        return room("room-" + UUID.randomUUID());
    }

    static Room room(String id) {
        return new Room(new RoomId(id), new RoomName("The room " + id), CREATED_AT);
    }

    /** Where a {@linkplain #room room} with this many messages ends. */
    static Rooms.Reached reached(long messages) {
        return new Rooms.Reached(CREATED_AT, messages, messages);
    }

    @Test
    default void stores_an_id_of_the_maximum_length() {
        String unique = UUID.randomUUID().toString();
        Room room = new Room(RoomId.of(unique + "x".repeat(100 - unique.length())), new RoomName("Long"), CREATED_AT);

        assertThat(rooms().add(room)).isTrue();

        assertThat(rooms().reached(List.of(room.id()))).isEqualTo(Map.of(room.id(), reached(0)));
        assertThat(rooms().remove(room.id())).isTrue();
    }

    @Test
    default void refuses_a_second_room_with_the_same_id() {
        Room room = newRoom();
        rooms().add(room);

        assertThat(rooms().add(new Room(room.id(), new RoomName("Another"), CREATED_AT.plusSeconds(1))))
                .isFalse();

        assertThat(rooms().reached(List.of(room.id()))).isEqualTo(Map.of(room.id(), reached(0)));
    }

    @Test
    default void removes_a_room_once() {
        Room room = newRoom();
        rooms().add(room);

        assertThat(rooms().remove(room.id())).isTrue();
        assertThat(rooms().remove(room.id())).isFalse();

        assertThat(rooms().reached(List.of(room.id()))).isEmpty();
        assertThat(rooms().rename(room.id(), room.name())).isFalse();
        assertThat(rooms().add(room)).isTrue();
    }

    @Test
    default void an_empty_room_has_reached_0_and_a_missing_one_is_left_out() {
        Room room = newRoom();
        rooms().add(room);

        assertThat(rooms().reached(List.of(room.id(), new RoomId("there-is-no-such-room"))))
                .isEqualTo(Map.of(room.id(), reached(0)));
    }

    @Test
    default void a_room_that_is_created_again_has_another_creation_time() {
        Room first = newRoom();
        Room second = new Room(first.id(), first.name(), CREATED_AT.plusNanos(1_000));
        rooms().add(first);
        rooms().remove(first.id());
        rooms().add(second);

        assertThat(rooms().reached(List.of(first.id())))
                .isEqualTo(Map.of(first.id(), new Rooms.Reached(second.createdAt(), 0, 0)));
    }
}
