package io.clubroom.persistence.mail;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The encrypted content of a row. */
@Introspected
record SealedRow(UUID id, byte[] content) {}
