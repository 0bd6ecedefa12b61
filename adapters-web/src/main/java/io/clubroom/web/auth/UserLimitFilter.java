package io.clubroom.web.auth;

import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import org.jspecify.annotations.Nullable;

/** Limits the requests of each user, whatever address they come from. */
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
        VerifiedToken token = AccessTokenAuthenticator.token(request);
        return token == null ? null : limits.byUser(request, token.bearer().id());
    }
}
