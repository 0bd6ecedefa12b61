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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** The framework's filter without its chain of publishers: all whom it asks know the answer at once. */
@Filter(Filter.MATCH_ALL_PATTERN)
@Replaces(SecurityFilter.class)
final class PromptSecurityFilter extends SecurityFilter {
    private final AuthenticationFetcher<HttpRequest<?>>[] fetchers;
    private final SecurityRule<HttpRequest<?>>[] rules;

    @SuppressWarnings({"unchecked", "rawtypes"})
    PromptSecurityFilter(
            List<SecurityRule<HttpRequest<?>>> rules,
            List<AuthenticationFetcher<HttpRequest<?>>> fetchers,
            SecurityConfiguration configuration) {
        super(rules, fetchers, configuration);
        this.fetchers = fetchers.toArray(new AuthenticationFetcher[0]);
        this.rules = rules.toArray(new SecurityRule[0]);
    }

    @Override
    public Publisher<MutableHttpResponse<?>> doFilter(HttpRequest<?> request, ServerFilterChain chain) {
        Authentication who = null;
        for (int i = 0; i < fetchers.length && who == null; i++) {
            who = value(fetchers[i].fetchAuthentication(request));
        }
        request.setAttribute(AUTHENTICATION, who);
        for (SecurityRule<HttpRequest<?>> rule : rules) {
            SecurityRuleResult result = value(rule.check(request, who));
            if (result == SecurityRuleResult.ALLOWED) {
                return chain.proceed(request);
            }
            if (result == SecurityRuleResult.REJECTED) {
                return Mono.error(new AuthorizationException(who));
            }
        }
        return securityConfiguration.isRejectNotFound()
                        || RouteMatchUtils.findRouteMatch(request).isPresent()
                ? Mono.error(new AuthorizationException(who))
                : chain.proceed(request);
    }

    @SuppressWarnings("unchecked")
    private static <T> @Nullable T value(Publisher<T> answer) {
        if (answer instanceof Callable<?> known) {
            try {
                return (T) known.call();
            } catch (Exception impossible) {
                throw new IllegalStateException("is known already", impossible);
            }
        }
        throw new IllegalStateException(answer.getClass() + " would have to be waited for");
    }
}
