package io.clubroom.web.health;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The machine that the server runs on; sizes in bytes.
 *
 * @param cpuUsage In percent of all cores.
 * @param memoryUsagePercent In percent of the total memory.
 */
@Schema(name = "SystemInfo")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record SystemInfo(
        double cpuUsage,
        long totalMemory,
        long usedMemory,
        double memoryUsagePercent,
        long totalSwap,
        long usedSwap,
        String hostname,
        String osName,
        String osVersion,
        String kernelVersion) {}
