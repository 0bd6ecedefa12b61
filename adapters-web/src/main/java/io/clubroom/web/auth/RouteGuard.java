package io.clubroom.web.auth;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.RouteMatchUtils;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is asking, and lets them through if the route's {@link Secured} says so; a route that says nothing is for nobody. The
 * framework's own filter is off ({@code micronaut.security.filter.enabled}), for the chain of publishers that it makes of this cost a quarter of a short request.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RouteGuard implements Ordered {
    private final BearerTokens tokens;
    private final ErrorResponses errors;

    RouteGuard(BearerTokens tokens, ErrorResponses errors) {
        this.tokens = tokens;
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.order();
    }

    /** The answer to whoever asks without a token, or with one that is not good, where one is needed. */
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        Bearer bearer = tokens.read(request);
        request.setAttribute(SecurityFilter.AUTHENTICATION, bearer);
        RouteMatch<?> route = RouteMatchUtils.findRouteMatch(request).orElse(null);
        // An unknown path is unknown to everybody.
        if (route == null || isOpen(route, bearer)) {
            return null;
        }
        if (bearer != null) {
            return errors.of(request, ErrorCode.FORBIDDEN);
        }
        return errors.of(
                request, BearerTokens.isRefused(request) ? ErrorCode.INVALID_TOKEN : ErrorCode.AUTHENTICATION_REQUIRED);
    }

    private static boolean isOpen(RouteMatch<?> route, @Nullable Bearer bearer) {
        List<String> openFor =
                Arrays.asList(route.getRouteInfo().getAnnotationMetadata().stringValues(Secured.class));
        return openFor.contains(SecurityRule.IS_ANONYMOUS)
                || (bearer != null && openFor.contains(SecurityRule.IS_AUTHENTICATED));
    }
}
