package io.clubroom.persistence.passkey;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code passkeys}.
 *
 * @param transports the transports, separated by spaces
 */
@MappedEntity("passkeys")
record PasskeyRow(
        @Id UUID id,
        UUID userId,
        String rpId,
        byte[] credentialId,
        byte[] publicKey,
        long signCount,
        String transports,
        boolean backupEligible,
        boolean backedUp,
        String name,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {}
