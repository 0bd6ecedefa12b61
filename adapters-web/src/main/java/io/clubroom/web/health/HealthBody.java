package io.clubroom.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * The state of the server and its machine.
 *
 * @param uptime In seconds.
 * @param startTime In seconds since 1970.
 */
@Schema(name = "Health", examples = """
    {
      "status": "up",
      "version": "0.1.0",
      "uptime": 11,
      "start_time": 1795373617,
      "system_info": {
        "cpu_usage": 5.2,
        "total_memory": 25254989824,
        "used_memory": 2147483648,
        "memory_usage_percent": 8.5,
        "total_swap": 0,
        "used_swap": 0,
        "hostname": "club",
        "os_name": "Debian GNU/Linux",
        "os_version": "12",
        "kernel_version": "6.1.0"
      },
      "checks": {"database": "up"}
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record HealthBody(
        @Schema(ref = "HealthStatus") String status,

        String version,
        long uptime,
        long startTime,
        SystemInfo systemInfo,

        @Schema(ref = "HealthChecks") @JsonInclude(JsonInclude.Include.ALWAYS)
        Map<String, String> checks) {}
