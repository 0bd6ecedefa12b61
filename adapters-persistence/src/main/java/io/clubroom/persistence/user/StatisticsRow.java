package io.clubroom.persistence.user;

import io.micronaut.core.annotation.Introspected;

/** How many users there are, of which kind. */
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
