package io.clubroom.domain.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said in a room, and stored.
 *
 * @param seq its place in the room: 1, 2, 3, … without a gap
 * @param author as they are called now, null if they were deleted
 * @param clientMessageId what the author called it, null if nothing; nobody else's business
 * @param createdAt in microseconds, the precision of the store
 */
public record Message(
        MessageId id,
        RoomId room,
        long seq,
        @Nullable Participant author,
        MessageText text,
        @Nullable ClientMessageId clientMessageId,
        Instant createdAt) {}
