package io.clubroom.web.auth;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.web.http.DuringEnrollment;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.RouteMatchUtils;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Rejects tokens that are valid only for adding a second factor, except for calls marked with {@link DuringEnrollment} and calls that need
 * no authentication.
 */
@Singleton
final class EnrollmentRule implements SecurityRule<HttpRequest<?>> {
    private static final Mono<SecurityRuleResult> UNKNOWN = Mono.just(SecurityRuleResult.UNKNOWN);
    private static final Mono<SecurityRuleResult> REJECTED = Mono.just(SecurityRuleResult.REJECTED);

    @Override
    public int getOrder() {
        // Before the rules that grant access.
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Publisher<SecurityRuleResult> check(
            @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
        VerifiedToken token = authentication == null ? null : AccessTokenAuthenticator.token(authentication);
        return token == null || !token.bearer().enrollmentOnly() || request == null || isAllowed(request)
                ? UNKNOWN
                : REJECTED;
    }

    private static boolean isAllowed(HttpRequest<?> request) {
        RouteMatch<?> route = RouteMatchUtils.findRouteMatch(request).orElse(null);
        return route == null
                || route.getAnnotationMetadata().hasAnnotation(DuringEnrollment.class)
                || (isForAnybody(route) && !asksWhoTheCallerIs(route));
    }

    private static boolean isForAnybody(RouteMatch<?> route) {
        return List.of(route.getAnnotationMetadata().stringValues(Secured.class))
                .contains(SecurityRule.IS_ANONYMOUS);
    }

    private static boolean asksWhoTheCallerIs(RouteMatch<?> route) {
        return route instanceof MethodBasedRouteMatch<?, ?> method
                && Arrays.stream(method.getArguments()).anyMatch(argument -> argument.getType() == Actor.class);
    }
}
