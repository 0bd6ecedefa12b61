package io.clubroom.persistence.auth;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A revocation and the time of the poll; without a new revocation, only the time.
 *
 * @param readAt by the database's clock, like all times here
 */
@Introspected
record ReadRevocation(
        Instant readAt,
        @Nullable UUID userId,
        @Nullable Integer tokenVersion,
        @Nullable Instant expiresAt) {}
