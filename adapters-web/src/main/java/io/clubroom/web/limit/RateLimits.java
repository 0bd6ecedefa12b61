package io.clubroom.web.limit;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/** All rate limits, and how much of them is used. */
@Singleton
final class RateLimits {
    static final String POLICY_HEADER = "RateLimit-Policy";
    static final String HEADER = "RateLimit";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SALT_BYTES = 16;

    private final boolean enabled;
    private final Limit requestsOfAddress;
    private final Limit requestsOfUser;
    private final Limit loginsToAccount;
    private final Limit loginsOfAddress;
    private final Limit registrationsOfAddress;
    private final Limit passwordsOfUser;
    private final byte[] salt = new byte[SALT_BYTES];

    @Inject
    RateLimits(LimitSettings settings) {
        this(settings, System::nanoTime);
    }

    RateLimits(LimitSettings settings, LongSupplier nanoTime) {
        this.enabled = settings.enabled();
        this.requestsOfAddress = new Limit("default", settings.requestsPerAddress(), MINUTE, nanoTime);
        this.requestsOfUser = new Limit("user", settings.requestsPerUser(), MINUTE, nanoTime);
        this.loginsToAccount = new Limit("login-account", settings.loginsPerAccount(), MINUTE, nanoTime);
        this.loginsOfAddress = new Limit("login-address", settings.loginsPerAddress(), MINUTE, nanoTime);
        this.registrationsOfAddress = new Limit("registration", settings.registrationsPerAddress(), HOUR, nanoTime);
        this.passwordsOfUser = new Limit("current-password", settings.loginsPerAccount(), MINUTE, nanoTime);
        new SecureRandom().nextBytes(salt);
    }

    boolean enabled() {
        return enabled;
    }

    QuotaStatus requestOf(InetAddress address) {
        return requestsOfAddress.take(LimitKey.of(address));
    }

    QuotaStatus requestOf(UserId user) {
        return requestsOfUser.take(LimitKey.of(user));
    }

    /** Counts accounts that do not exist as well, so that the limit does not reveal which do. */
    QuotaStatus loginTo(Email account) {
        return loginsToAccount.take(LimitKey.ofAccount(account.value(), salt));
    }

    QuotaStatus loginOf(InetAddress address) {
        return loginsOfAddress.take(LimitKey.of(address));
    }

    QuotaStatus registrationOf(InetAddress address) {
        return registrationsOfAddress.take(LimitKey.of(address));
    }

    /** Limits guesses of the current password, as logins are limited. */
    QuotaStatus passwordOf(UserId user) {
        return passwordsOfUser.take(LimitKey.of(user));
    }
}
