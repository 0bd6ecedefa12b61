package io.clubroom.web.limit;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.password.HashRequester;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.client.Clients;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Limits HTTP requests, including chat upgrades. Each method returns the error response; null if the request is within the limit. */
@Singleton
public final class RequestLimits {
    private static final String ATTRIBUTE = "clubroom.rate-limit";

    private final RateLimits limits;
    private final Clients clients;
    private final ErrorResponses errors;

    RequestLimits(RateLimits limits, Clients clients, ErrorResponses errors) {
        this.limits = limits;
        this.clients = clients;
        this.errors = errors;
    }

    /** Limits logins, before the password is verified. */
    public @Nullable HttpResponse<?> login(HttpRequest<?> request, Email account) {
        InetAddress address = clients.address(request);
        // Check the address first, so that a blocked address cannot use up the quota of the account.
        return limits.enabled()
                ? firstRefusal(
                        request,
                        () -> limits.loginOf(address),
                        () -> limits.loginTo(account, address),
                        () -> limits.loginTo(account))
                : null;
    }

    /** Limits registrations, before the password is hashed. */
    public @Nullable HttpResponse<?> registration(HttpRequest<?> request, Actor actor) {
        if (!limits.enabled()) {
            return null;
        }
        InetAddress address = clients.address(request);
        HttpResponse<?> refused = actor.isAdmin() ? null : check(request, limits.registrationOf(address));
        return refused == null && actor instanceof Actor.SignedIn user ? password(request, address, user) : refused;
    }

    /** Limits changes of passwords, before the password is verified or hashed. */
    public @Nullable HttpResponse<?> passwordChange(HttpRequest<?> request, Actor actor, UserId changed) {
        if (!limits.enabled() || !(actor instanceof Actor.SignedIn user)) {
            return null;
        }
        HttpResponse<?> refused = user.is(changed) ? check(request, limits.passwordChangeOf(changed)) : null;
        return refused == null ? password(request, clients.address(request), user) : refused;
    }

    /** Limits changes of usernames and e-mail addresses. Administrators are not limited. */
    public @Nullable HttpResponse<?> nameChange(HttpRequest<?> request, Actor actor) {
        return !limits.enabled() || actor.isAdmin()
                ? null
                : check(request, limits.nameChangeOf(clients.address(request)));
    }

    /** Limits messages, like the frames of a chat connection. */
    public @Nullable HttpResponse<?> message(HttpRequest<?> request, Actor actor) {
        return limits.enabled() && actor instanceof Actor.SignedIn user
                ? check(request, limits.messageOf(user.id()))
                : null;
    }

    /** Limits requests that may guess a secret without naming an account: passkeys, second factors, and tokens and codes in mails. */
    public @Nullable HttpResponse<?> guess(HttpRequest<?> request) {
        return limits.enabled() ? check(request, limits.loginOf(clients.address(request))) : null;
    }

    /**
     * Counts a request for a mail to an address. The result must not be visible to the client, because it would reveal requests of others.
     */
    public boolean mayRequestLink(HttpRequest<?> request, Email email) {
        return !limits.enabled()
                || (limits.linkRequestOf(clients.address(request)).passed()
                        && limits.linkRequestTo(email).passed());
    }

    /** Returns the client on whose behalf the request hashes passwords. */
    public HashRequester hashRequester(HttpRequest<?> request, Actor actor) {
        return new HashRequester(
                LimitKey.of(clients.address(request)).toString(),
                actor instanceof Actor.SignedIn user ? user.id().value() : null);
    }

    private @Nullable HttpResponse<?> password(HttpRequest<?> request, InetAddress address, Actor.SignedIn user) {
        return firstRefusal(request, () -> limits.passwordOf(address), () -> limits.passwordOf(user.id()));
    }

    /** Limits the requests of a user. */
    public @Nullable HttpResponse<?> byUser(HttpRequest<?> request, UserId user) {
        return isCounted(request) ? check(request, limits.requestOf(user)) : null;
    }

    @Nullable
    HttpResponse<?> byAddress(HttpRequest<?> request) {
        return isCounted(request) ? check(request, limits.requestOf(clients.address(request))) : null;
    }

    /** Adds the headers of the limit with the fewest remaining requests, among those that apply to the request. */
    void addHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getAttribute(ATTRIBUTE).orElse(null) instanceof QuotaStatus status) {
            response.getHeaders().set(RateLimits.POLICY_HEADER, status.limit().policy());
            response.getHeaders().set(RateLimits.HEADER, status.rateLimit());
        }
    }

    private boolean isCounted(HttpRequest<?> request) {
        return limits.enabled() && isLimited(request.getPath());
    }

    /** Whether requests for this path are limited; those for health and metrics are not. */
    public static boolean isLimited(String path) {
        return !path.equals("/health") && !path.startsWith("/health/") && !path.equals("/metrics");
    }

    @SafeVarargs
    private @Nullable HttpResponse<?> firstRefusal(HttpRequest<?> request, Supplier<QuotaStatus>... counts) {
        for (Supplier<QuotaStatus> count : counts) {
            HttpResponse<?> refused = check(request, count.get());
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private @Nullable HttpResponse<?> check(HttpRequest<?> request, QuotaStatus status) {
        if (!(request.getAttribute(ATTRIBUTE).orElse(null) instanceof QuotaStatus other)
                || status.remaining() < other.remaining()
                || !status.passed()) {
            request.setAttribute(ATTRIBUTE, status);
        }
        if (status.passed()) {
            return null;
        }
        MutableHttpResponse<?> refused =
                errors.tryLater(request, ErrorCode.RATE_LIMITED, Duration.ofSeconds(status.secondsToReset()));
        addHeaders(request, refused);
        return refused;
    }
}
