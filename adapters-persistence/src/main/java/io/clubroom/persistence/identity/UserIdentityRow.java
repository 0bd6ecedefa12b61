package io.clubroom.persistence.identity;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code user_identities}. */
@MappedEntity("user_identities")
record UserIdentityRow(String authority, @Id String subject, UUID userId, Instant linkedAt) {}
