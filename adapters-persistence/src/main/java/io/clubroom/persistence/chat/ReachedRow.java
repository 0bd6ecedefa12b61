package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;

/** How far a room has come. */
@Introspected
record ReachedRow(String id, long lastSeq) {}
