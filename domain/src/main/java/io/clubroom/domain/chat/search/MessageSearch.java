package io.clubroom.domain.chat.search;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds messages by what their texts contain. */
public interface MessageSearch {
    /**
     * Which messages are looked for.
     *
     * @param reader only messages that this user may read now
     * @param words only messages whose text contains all of them
     * @param room only messages of this room; null for all rooms
     * @param author only messages of this user; null for all
     * @param after only messages of this time and later; null without a limit
     * @param before only messages of an earlier time; null without a limit
     * @param below only messages below this place; null for the first page
     * @param limit the most messages of a page
     */
    record Query(
            UserId reader,
            SearchWords words,
            @Nullable RoomId room,
            @Nullable UserId author,
            @Nullable Instant after,
            @Nullable Instant before,
            @Nullable Place below,
            int limit) {}

    /**
     * A message that was found.
     *
     * @param room as its reader sees it: a direct room has the names of the others
     * @param seq its number in the room
     */
    record Hit(Room room, long seq, Place place) {}

    /**
     * @param hits from the highest place to the lowest
     * @param next below which the search goes on; null if everything was found. Then there may be more messages even if the page is not full
     */
    record Page(List<Hit> hits, @Nullable Place next) {}

    /**
     * Returns the messages with the highest places. How long it takes does not depend on the texts of messages that the reader may not read.
     *
     * @throws io.clubroom.domain.Unavailable if the store is unreachable
     */
    Page find(Query query);
}
