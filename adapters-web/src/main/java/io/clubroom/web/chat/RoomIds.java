package io.clubroom.web.chat;

import io.clubroom.domain.chat.RoomId;

/** The ids of rooms in requests. */
final class RoomIds {
    /** No room has it. */
    private static final RoomId NONE = new RoomId("");

    private RoomIds() {}

    /** The id in a request; one that no room has if no store could have it. Rooms created before ids were restricted may have any other. */
    static RoomId of(String text) {
        boolean isPossible = text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
        return isPossible ? new RoomId(text) : NONE;
    }
}
