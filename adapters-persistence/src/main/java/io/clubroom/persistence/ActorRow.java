package io.clubroom.persistence;

import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/** The columns of a user and a session that determine whether a token is valid. Those of the session are null without a session. */
@Introspected
record ActorRow(
        boolean active,
        String role,
        int tokenVersion,
        @Nullable Integer sessionVersion,
        @Nullable Integer lowestVersion) {}
