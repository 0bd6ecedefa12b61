package io.clubroom.web.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error as a problem (RFC 9457), with the other members of {@link ErrorBody} as extensions. */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mfaToken,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> methods,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode until,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientMessageId) {}
