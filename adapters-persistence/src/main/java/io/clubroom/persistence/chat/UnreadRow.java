package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many messages of a room are unread; the rest is null if there are none. */
@Introspected
record UnreadRow(
        long messages, @Nullable Long lastSeq, @Nullable Instant since) {}
