package io.clubroom.domain.user;

import java.util.Map;

/**
 * How many users there are, of which kind, and since when.
 *
 * @param byRole for every role
 * @param last24Hours how many registered in the last 24 hours
 */
public record UserStatistics(
        Map<Role, Long> byRole, long inactive, long total, long last24Hours, long last7Days, long last30Days) {}
