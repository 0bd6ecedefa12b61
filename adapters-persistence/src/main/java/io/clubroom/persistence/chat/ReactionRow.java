package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/**
 * A user's reaction to a message.
 *
 * @param since the change with which the emoji came to the message
 */
@Introspected
record ReactionRow(UUID messageId, String emoji, UUID userId, long since) {}
