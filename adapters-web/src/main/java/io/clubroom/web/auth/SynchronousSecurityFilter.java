package io.clubroom.web.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.filter.ServerFilterChain;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.config.SecurityConfiguration;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.RouteMatchUtils;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * The framework's security filter without its chain of publishers, for fetchers and rules that answer at once, as all of ours
 * do. A request for which one of them does not is left to the framework's filter. See docs/adr/0013.
 */
@Filter(Filter.MATCH_ALL_PATTERN)
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

    @Override
    public Publisher<MutableHttpResponse<?>> doFilter(HttpRequest<?> request, ServerFilterChain chain) {
        Authentication authentication = null;
        for (int i = 0; i < fetchers.length && authentication == null; i++) {
            if (!(fetchers[i].fetchAuthentication(request) instanceof Fuseable.ScalarCallable<?> answer)) {
                return super.doFilter(request, chain);
            }
            authentication = (Authentication) value(answer);
        }
        request.setAttribute(KEY, true);
        request.setAttribute(AUTHENTICATION, authentication);
        for (SecurityRule<HttpRequest<?>> rule : rules) {
            if (!(rule.check(request, authentication) instanceof Fuseable.ScalarCallable<?> answer)) {
                return super.doFilter(request, chain);
            }
            Object result = value(answer);
            if (result == SecurityRuleResult.ALLOWED) {
                return chain.proceed(request);
            }
            if (result == SecurityRuleResult.REJECTED) {
                return Mono.error(new AuthorizationException(authentication));
            }
        }
        return RouteMatchUtils.findRouteMatch(request).isPresent() || securityConfiguration.isRejectNotFound()
                ? Mono.error(new AuthorizationException(authentication))
                : chain.proceed(request);
    }

    private static @Nullable Object value(Fuseable.ScalarCallable<?> answer) {
        try {
            return answer.call();
        } catch (Exception failure) {
            throw Exceptions.propagate(failure);
        }
    }
}
