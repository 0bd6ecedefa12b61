package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** A user whom a text may mention. */
@Introspected
record NamedUserRow(UUID id, String foldedUsername, String role) {}
