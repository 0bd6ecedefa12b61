package io.clubroom.persistence.mail;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code account_links}, without generated columns. */
// Micronaut does not recognize JSpecify's annotation of an array.
@MappedEntity("account_links")
record AccountLinkRow(
        @Id byte[] tokenHash,
        String purpose,
        UUID userId,
        String email,
        @jakarta.annotation.Nullable byte @Nullable [] codeHash,
        int wrongCodes,
        Instant createdAt,
        Instant expiresAt) {}
