package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/**
 * A user's reaction to a message.
 *
 * @param since the number of the change that first added the emoji to the message
 */
@Introspected
record ReactionRow(UUID messageId, String emoji, UUID userId, long since) {}
