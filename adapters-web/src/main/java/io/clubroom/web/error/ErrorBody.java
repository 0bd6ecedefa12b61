package io.clubroom.web.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error response.
 *
 * @param error always true
 * @param errors the invalid fields; omitted if there are none
 * @param mfaToken continues the sign-in that waits for a second factor; omitted in other errors
 * @param methods the second factors that the account has; omitted in other errors
 * @param until when the caller's mute ends, JSON's null if it does not end by itself; omitted in other errors
 * @param clientMessageId that of the change which was refused; omitted in other errors
 */
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record ErrorBody(
        boolean error,
        String message,
        int status,
        String code,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String mfaToken,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> methods,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode until,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientMessageId) {}
