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

/** Counts requests over HTTP. Each method gives the answer with which the request is refused, null if it is not. */
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

    /** To be asked before a password is hashed. */
    public @Nullable HttpResponse<?> login(HttpRequest<?> request, Email account) {
        if (!limits.enabled()) {
            return null;
        }
        // In this order: whom his address lets no further takes nothing from the account's owner.
        HttpResponse<?> refused = note(request, limits.loginOf(clients.address(request)));
        return refused != null ? refused : note(request, limits.loginTo(account));
    }

    /** To be asked before a password is hashed. Administrators may register as many as they like. */
    public @Nullable HttpResponse<?> registration(HttpRequest<?> request, Actor actor) {
        return !limits.enabled() || actor.isAdmin()
                ? null
                : note(request, limits.registrationOf(clients.address(request)));
    }

    /** To be asked before the current password that a user gives is looked at. */
    public @Nullable HttpResponse<?> currentPassword(HttpRequest<?> request, UserId user) {
        return limits.enabled() ? note(request, limits.passwordOf(user)) : null;
    }

    /** To be asked as soon as it is known that a request is of this user. */
    public @Nullable HttpResponse<?> byUser(HttpRequest<?> request, UserId user) {
        return isCounted(request) ? note(request, limits.requestOf(user)) : null;
    }

    @Nullable
    HttpResponse<?> byAddress(HttpRequest<?> request) {
        return isCounted(request) ? note(request, limits.requestOf(clients.address(request))) : null;
    }

    /** Tells the client of the limit that is nearest to its end, of those that the request was counted for. */
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getAttribute(ATTRIBUTE).orElse(null) instanceof Standing standing) {
            response.getHeaders().set(RateLimits.POLICY_HEADER, standing.limit().policy());
            response.getHeaders().set(RateLimits.HEADER, standing.rateLimit());
        }
    }

    private boolean isCounted(HttpRequest<?> request) {
        return limits.enabled() && isLimited(request.getPath());
    }

    /** Whether requests for this path are counted: those of whoever looks after the server are not. */
    public static boolean isLimited(String path) {
        return !path.equals("/health") && !path.startsWith("/health/") && !path.equals("/metrics");
    }

    private @Nullable HttpResponse<?> note(HttpRequest<?> request, Standing standing) {
        if (!(request.getAttribute(ATTRIBUTE).orElse(null) instanceof Standing other)
                || standing.remaining() < other.remaining()
                || !standing.passed()) {
            request.setAttribute(ATTRIBUTE, standing);
        }
        if (standing.passed()) {
            return null;
        }
        MutableHttpResponse<?> refused =
                errors.tryLater(request, ErrorCode.RATE_LIMITED, Duration.ofSeconds(standing.secondsToReset()));
        tell(request, refused);
        return refused;
    }
}
