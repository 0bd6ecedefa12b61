package io.clubroom.domain.user;

import java.util.Map;

/**
 * Numbers of users.
 *
 * @param byRole has every role
 * @param last24Hours users registered in the last 24 hours
 * @param last7Days users registered in the last 7 days
 * @param last30Days users registered in the last 30 days
 */
public record UserStatistics(
        Map<Role, Long> byRole, long inactive, long total, long last24Hours, long last7Days, long last30Days) {}
