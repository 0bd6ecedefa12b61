package io.clubroom.web.limit;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.client.Clients;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All limits, and what has been used of them. */
@Singleton
public final class RateLimits {
    static final String POLICY_HEADER = "RateLimit-Policy";
    static final String HEADER = "RateLimit";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SALT_BYTES = 16;

    private final Clients clients;
    private final boolean enabled;
    private final Limit requestsOfAddress;
    private final Limit requestsOfUser;
    private final Limit loginsToAccount;
    private final Limit loginsOfAddress;
    private final Limit registrationsOfAddress;
    private final Limit passwordsOfUser;
    private final byte[] salt = new byte[SALT_BYTES];

    @Inject
    public RateLimits(LimitSettings settings, Clients clients) {
        this(settings, clients, System::nanoTime);
    }

    RateLimits(LimitSettings settings, Clients clients, LongSupplier nanoTime) {
        this.clients = clients;
        this.enabled = settings.enabled();
        this.requestsOfAddress = new Limit("default", settings.requestsPerAddress(), MINUTE, nanoTime);
        this.requestsOfUser = new Limit("user", settings.requestsPerUser(), MINUTE, nanoTime);
        this.loginsToAccount = new Limit("login-account", settings.loginsPerAccount(), MINUTE, nanoTime);
        this.loginsOfAddress = new Limit("login-address", settings.loginsPerAddress(), MINUTE, nanoTime);
        this.registrationsOfAddress = new Limit("registration", settings.registrationsPerAddress(), HOUR, nanoTime);
        this.passwordsOfUser = new Limit("current-password", settings.loginsPerAccount(), MINUTE, nanoTime);
        new SecureRandom().nextBytes(salt);
    }

    /** The headers with which another opening of a connection to the chat is refused; empty if it is not. */
    public Optional<Map<String, String>> refuseConnection(@Nullable InetSocketAddress peer, List<String> forwardedFor) {
        if (!enabled) {
            return Optional.empty();
        }
        Standing standing = requestOf(clients.address(peer, forwardedFor));
        if (standing.passed()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Retry-After", Long.toString(standing.secondsToReset()));
        headers.put(POLICY_HEADER, standing.limit().policy());
        headers.put(HEADER, standing.rateLimit());
        return Optional.of(headers);
    }

    boolean enabled() {
        return enabled;
    }

    Standing requestOf(InetAddress address) {
        return requestsOfAddress.take(LimitKey.of(address));
    }

    Standing requestOf(UserId user) {
        return requestsOfUser.take(LimitKey.of(user));
    }

    /** Whether the account exists makes no difference. */
    Standing loginTo(Email account) {
        return loginsToAccount.take(LimitKey.ofAccount(account.value(), salt));
    }

    Standing loginOf(InetAddress address) {
        return loginsOfAddress.take(LimitKey.of(address));
    }

    Standing registrationOf(InetAddress address) {
        return registrationsOfAddress.take(LimitKey.of(address));
    }

    /** Of a user who says what their current password is: as good a guess as a login. */
    Standing passwordOf(UserId user) {
        return passwordsOfUser.take(LimitKey.of(user));
    }
}
