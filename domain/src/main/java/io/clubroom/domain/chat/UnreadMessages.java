package io.clubroom.domain.chat;

import io.clubroom.domain.user.FullName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one room that a user is told of by mail.
 *
 * @param roomName the name that the user sees
 * @param first some of the messages, the first ones, oldest first
 * @param count how many there are
 * @param lastSeq the number of the last one
 * @param since for how long one of them has been unread
 */
public record UnreadMessages(
        RoomId room, RoomKind kind, RoomName roomName, List<Line> first, long count, long lastSeq, Instant since) {
    /**
     * A message as it is now.
     *
     * @param sender null if the user was deleted
     */
    public record Line(@Nullable FullName sender, MessageText text, boolean hasFiles, Instant createdAt) {}
}
