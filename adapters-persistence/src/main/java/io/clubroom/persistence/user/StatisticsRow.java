package io.clubroom.persistence.user;

import io.micronaut.core.annotation.Introspected;

/** The numbers of users by role and by age of the account. */
@Introspected
record StatisticsRow(
        long clients,
        long trainers,
        long admins,
        long inactive,
        long total,
        long lastDay,
        long lastWeek,
        long lastMonth) {}
