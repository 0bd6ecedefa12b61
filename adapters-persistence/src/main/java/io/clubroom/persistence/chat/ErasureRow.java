package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** A user who was removed, in a room. */
@Introspected
record ErasureRow(UUID userId, String roomId) {}
