package io.clubroom.web.limit;

/**
 * The rate limits.
 *
 * @param enabled whether requests are limited at all
 * @param requestsPerAddress per minute
 * @param requestsPerUser per minute
 * @param loginsPerAccountAndAddress to one account from one address, per minute
 * @param loginsPerAccount from all addresses, per minute; at least as many as from one address are allowed
 * @param loginsPerAddress to all accounts, per minute
 * @param registrationsPerAddress per hour
 * @param nameChangesPerAddress changes with a username or an e-mail address, per hour
 * @param passwordChangesPerUser changes of one's own password and guesses of it, per minute
 * @param passwordsPerClient passwords that a user sets, also for others, and that users set from one address, per minute
 * @param messagesPerSecond messages that a user posts; bursts may be twice as large
 */
public record LimitSettings(
        boolean enabled,
        int requestsPerAddress,
        int requestsPerUser,
        int loginsPerAccountAndAddress,
        int loginsPerAccount,
        int loginsPerAddress,
        int registrationsPerAddress,
        int nameChangesPerAddress,
        int passwordChangesPerUser,
        int passwordsPerClient,
        int messagesPerSecond) {}
