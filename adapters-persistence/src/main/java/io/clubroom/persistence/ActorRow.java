package io.clubroom.persistence;

import io.micronaut.core.annotation.Introspected;

/** The columns of a user and a session that decide whether a token is valid; without a session, {@code sessionVersion} is 0. */
@Introspected
record ActorRow(boolean active, String role, int tokenVersion, int sessionVersion) {}
