package io.clubroom.web.limit;

/**
 * The rate limits.
 *
 * @param enabled whether requests are limited at all
 * @param requestsPerAddress per minute
 * @param requestsPerUser per minute
 * @param loginsPerAccount per minute
 * @param loginsPerAddress per minute
 * @param registrationsPerAddress per hour
 */
public record LimitSettings(
        boolean enabled,
        int requestsPerAddress,
        int requestsPerUser,
        int loginsPerAccount,
        int loginsPerAddress,
        int registrationsPerAddress) {}
