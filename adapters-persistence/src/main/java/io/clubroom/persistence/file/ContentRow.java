package io.clubroom.persistence.file;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code contents}, without the column that PostgreSQL computes. */
@MappedEntity("contents")
record ContentRow(@Id UUID id, String state, Instant changedAt) {}
