package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** A user whom a message mentions. */
@Introspected
record MentionRow(UUID messageId, UUID userId) {}
