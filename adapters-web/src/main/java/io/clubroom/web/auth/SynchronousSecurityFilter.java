package io.clubroom.web.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.config.SecurityConfiguration;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.RouteMatchUtils;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * The framework's security filter as a filter method without reactive publishers, for fetchers and rules that answer synchronously, as all
 * of ours do. If one does not, the request is passed to the framework's own method. Without a pattern in {@code @Filter}, the framework
 * does not run that method by itself. See docs/adr/0013.
 */
@Filter
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Replaces(SecurityFilter.class)
final class SynchronousSecurityFilter extends SecurityFilter {
    private final AuthenticationFetcher<HttpRequest<?>>[] fetchers;
    private final SecurityRule<HttpRequest<?>>[] rules;

    @SuppressWarnings({"unchecked", "rawtypes"})
    SynchronousSecurityFilter(
            List<SecurityRule<HttpRequest<?>>> rules,
            List<AuthenticationFetcher<HttpRequest<?>>> fetchers,
            SecurityConfiguration configuration) {
        super(rules, fetchers, configuration);
        this.fetchers = fetchers.toArray(new AuthenticationFetcher[0]);
        this.rules = rules.toArray(new SecurityRule[0]);
    }

    /**
     * Returns the request if it may proceed.
     *
     * @throws AuthorizationException if it may not
     */
    @RequestFilter
    CompletableFuture<HttpRequest<?>> check(HttpRequest<?> request) {
        Authentication authentication = null;
        for (int i = 0; i < fetchers.length && authentication == null; i++) {
            if (!(fetchers[i].fetchAuthentication(request) instanceof Fuseable.ScalarCallable<?> answer)) {
                return later(request);
            }
            authentication = (Authentication) value(answer);
        }
        request.setAttribute(KEY, true);
        request.setAttribute(AUTHENTICATION, authentication);
        for (SecurityRule<HttpRequest<?>> rule : rules) {
            if (!(rule.check(request, authentication) instanceof Fuseable.ScalarCallable<?> answer)) {
                return later(request);
            }
            Object result = value(answer);
            if (result == SecurityRuleResult.ALLOWED) {
                return CompletableFuture.completedFuture(request);
            }
            if (result == SecurityRuleResult.REJECTED) {
                throw new AuthorizationException(authentication);
            }
        }
        if (securityConfiguration.isRejectNotFound()
                || RouteMatchUtils.findRouteMatch(request).isPresent()) {
            throw new AuthorizationException(authentication);
        }
        return CompletableFuture.completedFuture(request);
    }

    private CompletableFuture<HttpRequest<?>> later(HttpRequest<?> request) {
        return Mono.from(doFilter(request, _ -> Mono.just(HttpResponse.ok())))
                .<HttpRequest<?>>thenReturn(request)
                .toFuture();
    }

    private static @Nullable Object value(Fuseable.ScalarCallable<?> answer) {
        try {
            return answer.call();
        } catch (Exception failure) {
            throw Exceptions.propagate(failure);
        }
    }
}
