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
 * @param mfaToken the token with which to complete a sign-in that needs a second factor; omitted in other errors
 * @param methods the second factors of the account; omitted in other errors
 * @param until when the caller's mute expires, JSON null if it does not expire; omitted in other errors
 * @param clientMessageId the id in the refused request; omitted in other errors
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
