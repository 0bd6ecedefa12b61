package io.clubroom.web.error;

import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.serde.annotation.Serdeable;

/** An invalid field, with a human-readable message. */
@Serdeable.Serializable
public record FieldError(String field, String message) {
    static FieldError of(InvalidValue fault) {
        return new FieldError(fault.field(), fault.field() + " " + fault.reason());
    }
}
