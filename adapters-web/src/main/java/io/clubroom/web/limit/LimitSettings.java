package io.clubroom.web.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

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
@ConfigurationProperties("clubroom.web.limits")
public record LimitSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "1200") int requestsPerAddress,
        @Bindable(defaultValue = "1200") int requestsPerUser,
        @Bindable(defaultValue = "10") int loginsPerAccount,
        @Bindable(defaultValue = "60") int loginsPerAddress,
        @Bindable(defaultValue = "20") int registrationsPerAddress) {}
