package io.clubroom.domain.chat;

import io.clubroom.domain.user.FullName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unread messages of one room of which a user is notified by mail.
 *
 * @param roomName the name that the user sees
 * @param first the first of the messages, oldest first; may be fewer than {@code count}
 * @param count the number of messages
 * @param lastSeq the {@code seq} of the last message
 * @param since since when one of them has been unread
 */
public record UnreadMessages(
        RoomId room, RoomKind kind, RoomName roomName, List<Line> first, long count, long lastSeq, Instant since) {
    /**
     * A message in its current state.
     *
     * @param sender null if the user was deleted
     */
    public record Line(@Nullable FullName sender, MessageText text, boolean hasFiles, Instant createdAt) {}
}
