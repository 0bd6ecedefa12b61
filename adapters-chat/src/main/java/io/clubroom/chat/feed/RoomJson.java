package io.clubroom.chat.feed;

import io.clubroom.application.chat.DescribedRoom;

/** Encodes a room as the REST API does, so that both have the same fields. */
@FunctionalInterface
public interface RoomJson {
    /** Returns the JSON object of the room, as its reader sees it. */
    String of(DescribedRoom room);
}
