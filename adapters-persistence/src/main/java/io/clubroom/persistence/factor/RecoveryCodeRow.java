package io.clubroom.persistence.factor;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code recovery_codes}. */
@MappedEntity("recovery_codes")
record RecoveryCodeRow(@Id byte[] codeHash, UUID userId, byte[] salt, Instant createdAt) {}
