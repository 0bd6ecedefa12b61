package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;

/** A node, and the time of its last heartbeat. */
@Introspected
record NodeRow(UUID nodeId, Instant heardAt) {}
