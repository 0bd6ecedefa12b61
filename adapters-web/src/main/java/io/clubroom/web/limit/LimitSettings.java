package io.clubroom.web.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much may be asked for.
 *
 * @param enabled whether there are limits at all
 * @param requestsPerAddress a minute
 * @param requestsPerUser a minute
 * @param loginsPerAccount a minute
 * @param loginsPerAddress a minute
 * @param registrationsPerAddress an hour
 */
@ConfigurationProperties("clubroom.web.limits")
public record LimitSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "1200") int requestsPerAddress,
        @Bindable(defaultValue = "1200") int requestsPerUser,
        @Bindable(defaultValue = "10") int loginsPerAccount,
        @Bindable(defaultValue = "60") int loginsPerAddress,
        @Bindable(defaultValue = "20") int registrationsPerAddress) {}
