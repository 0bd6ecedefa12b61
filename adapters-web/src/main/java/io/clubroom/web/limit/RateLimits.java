package io.clubroom.web.limit;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/** All rate limits, with their current usage. */
@Singleton
final class RateLimits {
    static final String POLICY_HEADER = "RateLimit-Policy";
    static final String HEADER = "RateLimit";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SALT_BYTES = 16;

    /** Mails that strangers may make the server send. */
    private static final int LINK_REQUESTS_TO_ADDRESS = 5;

    private static final int LINK_REQUESTS_OF_CLIENT = 20;

    /** The window in seconds, which allows bursts of that many seconds' messages. */
    private static final int MESSAGE_WINDOW_SECONDS = 2;

    private final boolean enabled;
    private final Limit requestsOfAddress;
    private final Limit requestsOfUser;
    private final Limit loginsToAccountOfAddress;
    private final Limit loginsToAccount;
    private final Limit loginsOfAddress;
    private final Limit registrationsOfAddress;
    private final Limit nameChangesOfAddress;
    private final Limit passwordChangesOfUser;
    private final Limit passwordsOfClient;
    private final Limit linkRequestsTo;
    private final Limit linkRequestsOfAddress;
    private final Limit messagesOfUser;
    private final byte[] salt = new byte[SALT_BYTES];

    @Inject
    RateLimits(LimitSettings settings) {
        this(settings, System::nanoTime);
    }

    RateLimits(LimitSettings settings, LongSupplier nanoTime) {
        this.enabled = settings.enabled();
        this.requestsOfAddress = new Limit("default", settings.requestsPerAddress(), MINUTE, nanoTime);
        this.requestsOfUser = new Limit("user", settings.requestsPerUser(), MINUTE, nanoTime);
        this.loginsToAccountOfAddress =
                new Limit("login-account", settings.loginsPerAccountAndAddress(), MINUTE, nanoTime);
        this.loginsToAccount = new Limit(
                "login-account-all",
                Math.max(settings.loginsPerAccount(), settings.loginsPerAccountAndAddress()),
                MINUTE,
                nanoTime);
        this.loginsOfAddress = new Limit("login-address", settings.loginsPerAddress(), MINUTE, nanoTime);
        this.registrationsOfAddress = new Limit("registration", settings.registrationsPerAddress(), HOUR, nanoTime);
        this.nameChangesOfAddress = new Limit("name-change", settings.nameChangesPerAddress(), HOUR, nanoTime);
        this.passwordChangesOfUser = new Limit("password-change", settings.passwordChangesPerUser(), MINUTE, nanoTime);
        this.passwordsOfClient = new Limit("password", settings.passwordsPerClient(), MINUTE, nanoTime);
        this.linkRequestsTo = new Limit("mail", LINK_REQUESTS_TO_ADDRESS, HOUR, nanoTime);
        this.linkRequestsOfAddress = new Limit("mail-address", LINK_REQUESTS_OF_CLIENT, HOUR, nanoTime);
        this.messagesOfUser = new Limit(
                "message",
                settings.messagesPerSecond() * MESSAGE_WINDOW_SECONDS,
                Duration.ofSeconds(MESSAGE_WINDOW_SECONDS),
                nanoTime);
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

    QuotaStatus loginOf(InetAddress address) {
        return loginsOfAddress.take(LimitKey.of(address));
    }

    /** Counts accounts that do not exist as well, so that the limit does not reveal which do. */
    QuotaStatus loginTo(Email account, InetAddress address) {
        return loginsToAccountOfAddress.take(LimitKey.of(account, address, salt));
    }

    /** Counts accounts that do not exist as well, so that the limit does not reveal which do. */
    QuotaStatus loginTo(Email account) {
        return loginsToAccount.take(LimitKey.of(account, salt));
    }

    QuotaStatus registrationOf(InetAddress address) {
        return registrationsOfAddress.take(LimitKey.of(address));
    }

    /** Limits how many usernames and e-mail addresses a client can try, because the response tells which are taken. */
    QuotaStatus nameChangeOf(InetAddress address) {
        return nameChangesOfAddress.take(LimitKey.of(address));
    }

    /** Also limits guesses of the current password. */
    QuotaStatus passwordChangeOf(UserId user) {
        return passwordChangesOfUser.take(LimitKey.of(user));
    }

    QuotaStatus messageOf(UserId user) {
        return messagesOfUser.take(LimitKey.of(user));
    }

    QuotaStatus passwordOf(InetAddress address) {
        return passwordsOfClient.take(LimitKey.of(address));
    }

    QuotaStatus passwordOf(UserId user) {
        return passwordsOfClient.take(LimitKey.of(user));
    }

    /** Limits requests for mails from a client address. */
    QuotaStatus linkRequestOf(InetAddress address) {
        return linkRequestsOfAddress.take(LimitKey.of(address));
    }

    /** Limits requests for mails to an e-mail address. */
    QuotaStatus linkRequestTo(Email email) {
        return linkRequestsTo.take(LimitKey.of(email, salt));
    }
}
