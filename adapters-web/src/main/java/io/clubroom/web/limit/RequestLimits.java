package io.clubroom.web.limit;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.client.Clients;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits HTTP requests, chat upgrades included. Each method returns the refusal, null if the request is within its limit. */
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
        if (!limits.enabled()) {
            return null;
        }
        // Check the address first, so a blocked address cannot use up the owner's quota.
        HttpResponse<?> refused = check(request, limits.loginOf(clients.address(request)));
        return refused != null ? refused : check(request, limits.loginTo(account));
    }

    /** Limits registrations, before the password is hashed. Administrators are not limited. */
    public @Nullable HttpResponse<?> registration(HttpRequest<?> request, Actor actor) {
        return !limits.enabled() || actor.isAdmin()
                ? null
                : check(request, limits.registrationOf(clients.address(request)));
    }

    /** Limits guesses of the current password, before it is verified. */
    public @Nullable HttpResponse<?> currentPassword(HttpRequest<?> request, UserId user) {
        return limits.enabled() ? check(request, limits.passwordOf(user)) : null;
    }

    /** Limits the requests of a user. */
    public @Nullable HttpResponse<?> byUser(HttpRequest<?> request, UserId user) {
        return isCounted(request) ? check(request, limits.requestOf(user)) : null;
    }

    @Nullable
    HttpResponse<?> byAddress(HttpRequest<?> request) {
        return isCounted(request) ? check(request, limits.requestOf(clients.address(request))) : null;
    }

    /** Adds the headers for the limit with the least requests left, among those that the request counts towards. */
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
