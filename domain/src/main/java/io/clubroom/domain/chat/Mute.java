package io.clubroom.domain.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member's loss of the right to write in a room.
 *
 * @param until when it ends, in microseconds; null if it has no end
 */
public record Mute(@Nullable Instant until) {}
