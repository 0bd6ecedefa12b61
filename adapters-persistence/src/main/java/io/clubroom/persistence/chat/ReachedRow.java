package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;

/** The number of the last message in a room. */
@Introspected
record ReachedRow(String id, long lastSeq) {}
