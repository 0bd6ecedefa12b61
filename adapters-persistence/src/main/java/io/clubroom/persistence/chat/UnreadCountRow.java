package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The number of unread messages of a room; the other fields are null if there are none. */
@Introspected
record UnreadCountRow(
        long messages, @Nullable Long lastSeq, @Nullable Instant since) {}
