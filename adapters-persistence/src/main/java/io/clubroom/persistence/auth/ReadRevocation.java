package io.clubroom.persistence.auth;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A revocation and the time of the poll; without a new revocation, only the time.
 *
 * @param readAt by the database's clock, like all times here
 * @param userId the user whose tokens are revoked; null if only those of a session are
 * @param sessionId the revoked session, or, with a user, the session that remains valid
 */
@Introspected
record ReadRevocation(
        Instant readAt,
        @Nullable UUID userId,
        @Nullable Integer tokenVersion,
        @Nullable UUID sessionId,
        @Nullable Instant expiresAt) {}
