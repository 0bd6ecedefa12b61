package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The change with which an emoji came to a message. */
@Introspected
record SinceRow(UUID messageId, String emoji, long since) {}
