package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** A deleted user whose traces in a room are to be erased. */
@Introspected
record ErasureRow(UUID userId, String roomId) {}
