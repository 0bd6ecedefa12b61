package io.clubroom.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * Whether the server lives, or can work.
 *
 * @param checks what it needs to work
 */
@Schema(name = "Readiness")
@Serdeable.Serializable
record ReadinessBody(
        String status,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> checks) {}
