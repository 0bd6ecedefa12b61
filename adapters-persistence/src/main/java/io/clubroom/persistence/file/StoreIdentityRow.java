package io.clubroom.persistence.file;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** The only row of the table {@code content_store}. */
@MappedEntity("content_store")
record StoreIdentityRow(@Id UUID id) {}
