package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;

/** A server process, and when it was last heard. */
@Introspected
record NodeRow(UUID nodeId, Instant heardAt) {}
