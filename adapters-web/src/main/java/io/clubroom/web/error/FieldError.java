package io.clubroom.web.error;

import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.serde.annotation.Serdeable;

/**
 * What is wrong with one field.
 *
 * @param message a sentence
 */
@Serdeable.Serializable
public record FieldError(String field, String message) {
    static FieldError of(InvalidValue fault) {
        return new FieldError(fault.field(), fault.field() + " " + fault.reason());
    }
}
