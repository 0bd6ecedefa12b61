package io.clubroom.persistence.auth;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A revocation and when it was read; if there was none to read, only the latter.
 *
 * @param readAt by the clock of the database, as all its times
 */
@Introspected
record ReadRevocation(
        Instant readAt,
        @Nullable UUID userId,
        @Nullable Integer tokenVersion,
        @Nullable Instant expiresAt) {}
