package io.clubroom.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** Whether the server is alive, or can handle requests. */
@Schema(name = "Readiness", examples = """
    {"status": "up", "checks": {"database": "up"}}\
    """)
@Serdeable.Serializable
record ReadinessBody(
        @Schema(ref = "HealthStatus") String status,

        @Schema(ref = "HealthChecks", requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, String> checks) {}
