package io.clubroom.web.auth;

import io.clubroom.web.limit.RequestLimits;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.security.filters.SecurityFilter;
import org.jspecify.annotations.Nullable;

/** Counts the requests of each user, from whatever addresses they come. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class UserLimitFilter implements Ordered {
    private final RequestLimits limits;

    UserLimitFilter(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> count(HttpRequest<?> request) {
        return request.getAttribute(SecurityFilter.AUTHENTICATION).orElse(null) instanceof Bearer bearer
                ? limits.byUser(request, bearer.user())
                : null;
    }
}
