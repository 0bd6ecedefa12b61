package io.clubroom.persistence.passkey;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code passkey_challenges}. */
@MappedEntity("passkey_challenges")
record PasskeyChallengeRow(
        @Id UUID id,
        byte[] challenge,
        String purpose,
        @Nullable UUID userId,
        Instant expiresAt) {}
