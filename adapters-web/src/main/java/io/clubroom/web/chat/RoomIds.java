package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomId;

/** Parses the ids of rooms in paths. */
final class RoomIds {
    /** An id that no room has. */
    private static final RoomId NONE = new RoomId("");

    private RoomIds() {}

    /**
     * Returns the id in a path, or {@link #NONE} if no stored room can have it. Rooms created before ids were restricted may have other
     * characters.
     */
    static RoomId of(String path) {
        boolean isPossible = path.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
        return isPossible ? new RoomId(path) : NONE;
    }
}
