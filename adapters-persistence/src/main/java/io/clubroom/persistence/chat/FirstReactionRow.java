package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** An emoji of a message, with the number of the change that first added it. */
@Introspected
record FirstReactionRow(UUID messageId, String emoji, long since) {}
