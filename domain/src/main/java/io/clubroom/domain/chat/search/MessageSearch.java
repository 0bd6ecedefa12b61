package io.clubroom.domain.chat.search;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds messages by the words in their texts. */
public interface MessageSearch {
    /**
     * Selects messages.
     *
     * @param reader only messages that this user may read now
     * @param words only messages whose text contains all of them
     * @param room only messages of this room; null for all rooms
     * @param author only messages of this user; null for all
     * @param after only messages of this time and later; null without a limit
     * @param before only messages of an earlier time; null without a limit
     * @param below only messages before this place in the order; null for the first page
     * @param limit the maximum number of messages of a page
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
     * @param room the room with the name that the reader sees; a direct room is named after the other users
     * @param seq the number of the message in the room
     */
    record Hit(Room room, long seq, Place place) {}

    /**
     * @param hits newest first
     * @param next {@link Query#below()} of the next page; null if this is the last page. There may be a next page even if this one is not
     *     full
     */
    record Page(List<Hit> hits, @Nullable Place next) {}

    /**
     * Returns the newest matching messages. The time this takes does not depend on the texts of messages that the reader may not read.
     *
     * @throws io.clubroom.domain.Unavailable if the store is unreachable
     */
    Page find(Query query);
}
