package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not stored yet, and therefore has no {@code seq}.
 *
 * @param createdAt in microseconds, the precision of the store
 */
public record Draft(
        MessageId id,
        RoomId room,
        UserId sender,
        MessageText text,
        @Nullable ClientMessageId clientMessageId,
        Instant createdAt) {}
