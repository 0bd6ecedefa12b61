package io.clubroom.persistence.session;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code sessions}. */
@MappedEntity("sessions")
record SessionRow(
        @Id UUID id,
        UUID userId,
        int tokenVersion,
        int lowestTokenVersion,
        String method,
        String authenticationMethods,
        Instant authenticatedAt,
        @Nullable String address,
        @Nullable String userAgent,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        Instant accessExpiresAt) {}
