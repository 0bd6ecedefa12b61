package io.clubroom.web.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserStatistics;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How many users there are. */
@Schema(name = "UserStatistics")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record StatisticsBody(List<RoleCount> roles, long inactiveCount, long totalCount, Registrations registrationStats) {
    @Schema(name = "RoleCount")
    @Serdeable.Serializable
    record RoleCount(String role, long count) {}

    @Serdeable.Serializable
    record Registrations(
            @JsonProperty("last_24h") long last24Hours,
            @JsonProperty("last_7d") long last7Days,
            @JsonProperty("last_30d") long last30Days) {}

    /** With every role, the highest first, also where nobody has it. */
    static StatisticsBody of(UserStatistics statistics) {
        return new StatisticsBody(
                Arrays.stream(Role.values())
                        .sorted(Comparator.reverseOrder())
                        .map(role ->
                                new RoleCount(role.text(), statistics.byRole().getOrDefault(role, 0L)))
                        .toList(),
                statistics.inactive(),
                statistics.total(),
                new Registrations(statistics.last24Hours(), statistics.last7Days(), statistics.last30Days()));
    }
}
