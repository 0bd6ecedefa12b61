package io.clubroom.persistence;

import io.micronaut.core.annotation.Introspected;

/** The columns of a user that decide which of the user's tokens are valid. */
@Introspected
record ActorRow(boolean active, String role, int tokenVersion) {}
