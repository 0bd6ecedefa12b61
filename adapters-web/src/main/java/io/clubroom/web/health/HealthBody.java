package io.clubroom.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * How the server is.
 *
 * @param uptime in seconds
 * @param startTime in seconds since 1970
 * @param checks each {@code up} or {@code down}
 */
@Schema(name = "Health")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record HealthBody(
        String status,
        String version,
        long uptime,
        long startTime,
        SystemInfo systemInfo,
        @JsonInclude(JsonInclude.Include.ALWAYS) Map<String, String> checks) {}
