package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.config.SecurityConfigurationProperties;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class SynchronousSecurityFilterTest {
    private static final Authentication CLIENT = Authentication.build("client");

    /** Whether the publisher's value is known at once or has to be awaited. */
    private static <T> Mono<T> publisher(Mono<T> scalar, boolean isScalar) {
        return isScalar ? scalar : scalar.hide();
    }

    /** The status of the response if the request passes the filter. */
    private static Optional<HttpStatus> status(SynchronousSecurityFilter filter, HttpRequest<?> request) {
        return Mono.fromFuture(filter.check(request))
                .map(_ -> HttpResponse.ok().status())
                .blockOptional();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void fetchers_and_rules_may_answer_at_once_or_later(boolean fetcherAtOnce, boolean ruleAtOnce) {
        AuthenticationFetcher<HttpRequest<?>> fetcher = request ->
                publisher(request.getPath().equals("/known") ? Mono.just(CLIENT) : Mono.empty(), fetcherAtOnce);
        SecurityRule<HttpRequest<?>> undecided = (_, _) -> publisher(Mono.just(SecurityRuleResult.UNKNOWN), ruleAtOnce);
        SecurityRule<HttpRequest<?>> rule = (_, authentication) -> publisher(
                Mono.just(authentication == null ? SecurityRuleResult.REJECTED : SecurityRuleResult.ALLOWED),
                ruleAtOnce);
        SynchronousSecurityFilter filter = new SynchronousSecurityFilter(
                List.of(undecided, rule), List.of(fetcher), new SecurityConfigurationProperties());
        HttpRequest<?> known = HttpRequest.GET("/known");
        HttpRequest<?> unknown = HttpRequest.GET("/unknown");

        assertThat(status(filter, known)).contains(HttpStatus.OK);
        assertThat(known.getAttribute(SecurityFilter.AUTHENTICATION)).contains(CLIENT);
        assertThatThrownBy(() -> status(filter, unknown)).isInstanceOf(AuthorizationException.class);
    }
}
