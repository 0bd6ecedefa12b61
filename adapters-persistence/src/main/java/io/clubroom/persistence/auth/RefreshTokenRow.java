package io.clubroom.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code refresh_tokens}. */
@MappedEntity("refresh_tokens")
record RefreshTokenRow(
        @Id byte[] tokenHash,
        UUID familyId,
        UUID userId,
        int tokenVersion,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {}
