package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomId;
import java.util.Objects;

/** The ids of rooms in requests. */
final class RoomIds {
    /** An id that no room has, because it is too long. */
    private static final RoomId NONE = new RoomId("_".repeat(101));

    private RoomIds() {}

    /** Returns the id in a request, or {@link #NONE} if no stored room can have it. */
    static RoomId of(String text) {
        return Objects.requireNonNullElse(RoomId.stored(text), NONE);
    }
}
