package io.clubroom.web.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * An error as the server tells it.
 *
 * @param error always true
 * @param errors left out if it is not about fields
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record ErrorBody(
        boolean error,
        String message,
        int status,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {}
