package io.clubroom.persistence;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/**
 * The encrypted content of a row.
 *
 * @param id what the content is bound to
 */
@Introspected
public record SealedRow(UUID id, byte[] content) {}
