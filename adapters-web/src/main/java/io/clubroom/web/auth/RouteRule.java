package io.clubroom.web.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.IpPatternsRule;
import io.micronaut.security.rules.SecuredAnnotationRule;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.RouteMatchUtils;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** What a route's {@link Secured} says, asked before all other rules, and known before anybody subscribes. */
@Singleton
@Replaces(SecuredAnnotationRule.class)
public final class RouteRule implements SecurityRule<HttpRequest<?>> {
    private static final Mono<SecurityRuleResult> ALLOWED = Mono.just(SecurityRuleResult.ALLOWED);
    private static final Mono<SecurityRuleResult> REJECTED = Mono.just(SecurityRuleResult.REJECTED);
    private static final Mono<SecurityRuleResult> UNKNOWN = Mono.just(SecurityRuleResult.UNKNOWN);

    @Override
    public int getOrder() {
        return IpPatternsRule.ORDER - 100;
    }

    @Override
    public Publisher<SecurityRuleResult> check(
            @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
        RouteMatch<?> route = RouteMatchUtils.findRouteMatch(request).orElse(null);
        if (route == null) {
            return UNKNOWN;
        }
        List<String> openFor =
                Arrays.asList(route.getRouteInfo().getAnnotationMetadata().stringValues(Secured.class));
        return openFor.contains(SecurityRule.IS_ANONYMOUS)
                        || (authentication != null && openFor.contains(SecurityRule.IS_AUTHENTICATED))
                ? ALLOWED
                : REJECTED;
    }
}
