package io.clubroom.persistence.factor;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code totp_secrets}. */
@MappedEntity("totp_secrets")
record TotpSecretRow(
        @Id UUID userId, boolean active, byte[] content, long lastStep, int stepsBefore, Instant createdAt) {}
