package io.clubroom.persistence.identity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code sign_in_codes}. */
@MappedEntity("sign_in_codes")
record SignInCodeRow(@Id byte[] codeHash, UUID userId, int tokenVersion, Instant expiresAt) {}
