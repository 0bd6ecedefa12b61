package io.clubroom.web.http;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Says what happened.
 *
 * @param message A sentence for people; may change.
 */
@Schema(name = "Message")
@Serdeable.Serializable
public record MessageAnswer(String message) {}
