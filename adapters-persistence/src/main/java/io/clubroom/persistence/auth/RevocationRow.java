package io.clubroom.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code token_revocations}. */
@MappedEntity("token_revocations")
record RevocationRow(
        @Id UUID userId, int tokenVersion, @Nullable UUID exceptSession, Instant revokedAt, Instant expiresAt) {}
