package io.clubroom.persistence.mail;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A row of the table {@code link_requests}. */
@MappedEntity("link_requests")
record LinkRequestRow(@Id long number, String email, String purpose, Instant createdAt) {}
