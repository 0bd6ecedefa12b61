package io.clubroom.chat.feed;

import io.clubroom.application.chat.DescribedRoom;

/** Encodes a room as the REST API does. Both show the same fields. */
@FunctionalInterface
public interface RoomJson {
    /** The JSON object that its reader gets. */
    String of(DescribedRoom room);
}
