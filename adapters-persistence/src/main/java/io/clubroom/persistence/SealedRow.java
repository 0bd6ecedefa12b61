package io.clubroom.persistence;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/**
 * The encrypted content of a row.
 *
 * @param id the id to which the content is bound
 */
@Introspected
public record SealedRow(UUID id, byte[] content) {}
