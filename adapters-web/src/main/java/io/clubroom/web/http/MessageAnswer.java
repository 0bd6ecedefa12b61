package io.clubroom.web.http;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Reports the outcome of an operation.
 *
 * @param message A human-readable message, which may change.
 */
@Schema(name = "Message")
@Serdeable.Serializable
public record MessageAnswer(String message) {}
