package io.clubroom.web.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * An error response.
 *
 * @param error always true
 * @param errors the invalid fields; omitted if there are none
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record ErrorBody(
        boolean error,
        String message,
        int status,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {}
