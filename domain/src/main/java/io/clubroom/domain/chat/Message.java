package io.clubroom.domain.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored message.
 *
 * @param seq its number in the room: 1, 2, 3, … without gaps
 * @param author with the current names, null if the user was deleted
 * @param clientMessageId the author's id for it, null if none was given; only the author may see it
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
