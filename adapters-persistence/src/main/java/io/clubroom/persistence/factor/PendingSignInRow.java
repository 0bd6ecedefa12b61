package io.clubroom.persistence.factor;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code pending_sign_ins}. */
@MappedEntity("pending_sign_ins")
record PendingSignInRow(
        @Id byte[] tokenHash,
        UUID userId,
        int tokenVersion,
        String method,
        String authenticationMethods,
        Instant expiresAt) {}
