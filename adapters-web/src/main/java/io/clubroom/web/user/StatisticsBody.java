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

/** The numbers of users. */
@Schema(name = "UserStatistics", examples = """
    {
      "roles": [{"role": "admin", "count": 1}, {"role": "trainer", "count": 3}, {"role": "client", "count": 40}],
      "inactive_count": 2,
      "total_count": 44,
      "registration_stats": {"last_24h": 1, "last_7d": 5, "last_30d": 12}
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record StatisticsBody(List<RoleCount> roles, long inactiveCount, long totalCount, Registrations registrationStats) {
    @Schema(name = "RoleCount")
    @Serdeable.Serializable
    record RoleCount(
            @Schema(ref = "Role") String role,
            @Schema(minimum = "0") long count) {}

    @Serdeable.Serializable
    record Registrations(
            @JsonProperty("last_24h") long last24Hours,
            @JsonProperty("last_7d") long last7Days,
            @JsonProperty("last_30d") long last30Days) {}

    /** Counts the users of every role, including roles without users, highest role first. */
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
