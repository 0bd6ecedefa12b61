package io.clubroom.persistence.identity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code sign_in_attempts}. */
@MappedEntity("sign_in_attempts")
record SignInAttemptRow(
        @Id byte[] stateHash,
        byte[] browserHash,
        String provider,
        String nonce,
        String codeVerifier,
        @Nullable String returnTo,
        Instant expiresAt) {}
