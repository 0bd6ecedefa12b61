package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomId;

/** The ids of rooms in requests. */
final class RoomIds {
    /** An id that no room has. */
    private static final RoomId NONE = new RoomId("");

    private RoomIds() {}

    /**
     * Returns the id in a request, or {@link #NONE} if no stored room can have it. Rooms created before ids were restricted may have other
     * characters.
     */
    static RoomId of(String text) {
        boolean isPossible = text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
        return isPossible ? new RoomId(text) : NONE;
    }
}
