package io.clubroom.web.oauth;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.context.BeanContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.client.DefaultOauthClient;
import io.micronaut.security.oauth2.client.DefaultOpenIdClient;
import io.micronaut.security.oauth2.client.OauthClient;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.Pkce;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.persistence.PkcePersistence;
import io.micronaut.security.oauth2.endpoint.authorization.request.AuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.response.DefaultOauthAuthorizationResponseHandler;
import io.micronaut.security.oauth2.endpoint.authorization.response.DefaultOpenIdAuthorizationResponseHandler;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.validation.ReactiveOpenIdTokenResponseValidator;
import io.micronaut.security.oauth2.url.OauthRouteUrlBuilder;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Creates the clients of micronaut-security-oauth2 manually, one for each step of a sign-in. They are not beans, because for each client
 * bean the library would open routes and accept tokens signed with the provider's keys as access tokens.
 */
@Singleton
final class OAuthClients {
    /** The attribute of a request that has the {@link SignInSecrets} of its sign-in. */
    private static final String SECRETS = "clubroom.sign-in.secrets";

    private static final String IDENTITY = "clubroom.sign-in.identity";

    private final BeanContext beans;
    private final AuthorizationRedirectHandler redirects;
    private final OauthRouteUrlBuilder<?> urls;

    OAuthClients(BeanContext beans, AuthorizationRedirectHandler redirects, OauthRouteUrlBuilder<?> urls) {
        this.beans = beans;
        this.redirects = redirects;
        this.urls = urls;
    }

    static SignInSecrets secrets(HttpRequest<?> request) {
        return request.getAttribute(SECRETS, SignInSecrets.class).orElseThrow();
    }

    Client oauth2(OauthClientConfiguration configuration, Conversation conversation, Userinfo userinfo) {
        return new Client(new DefaultOauthClient(
                (token, _) -> Mono.just(response(userinfo.read(conversation, token.getAccessToken()))),
                configuration,
                redirects,
                // No state validator, because the attempt was found by its state.
                new DefaultOauthAuthorizationResponseHandler(
                        new TokenEndpoint(conversation), null, new CodeVerifiers()),
                beans));
    }

    /**
     * @param verifier returns the claims of an ID token, or throws {@link ProviderFailure}
     * @param mapper returns the account, from the claims of the ID token and the access token, if there is one
     */
    Client openId(
            OauthClientConfiguration configuration,
            OpenIdMetadata metadata,
            Conversation conversation,
            Function<String, JWTClaimsSet> verifier,
            BiFunction<Map<String, Object>, @Nullable String, ExternalIdentity> mapper) {
        // The library's validator accepts any key that this server knows, its own secret included.
        ReactiveOpenIdTokenResponseValidator<JWT> validator =
                (_, _, tokens, _) -> Mono.just(new PlainJWT(verifier.apply(tokens.getIdToken())));
        OpenIdAuthenticationMapper authentications = (_, tokens, claims, _) ->
                Mono.just(response(mapper.apply(claims.getClaims(), tokens.getAccessToken())));
        return new Client(new DefaultOpenIdClient(
                configuration,
                metadata::toLibrary,
                authentications,
                redirects,
                new DefaultOpenIdAuthorizationResponseHandler<>(
                        validator, authentications, new TokenEndpoint(conversation), urls, null, new CodeVerifiers()),
                beans,
                null));
    }

    private static AuthenticationResponse response(ExternalIdentity identity) {
        return AuthenticationResponse.success(identity.subject().id(), Map.of(IDENTITY, identity));
    }

    /** Runs a client of the library on the calling thread. */
    record Client(OauthClient library) {
        String authorizationAddress(SignInSecrets secrets) {
            return Mono.from(library.authorizationRedirect(with(secrets, HttpRequest.GET("/"))))
                    .mapNotNull(redirect -> redirect.getHeaders().get(HttpHeaders.LOCATION))
                    .blockOptional()
                    .orElseThrow();
        }

        ExternalIdentity identify(String code, SignInSecrets secrets) {
            Map<String, Object> callback = Map.of("code", code, "state", secrets.state());
            return Mono.from(library.onCallback(with(secrets, HttpRequest.POST("/", callback))))
                    .blockOptional()
                    .flatMap(AuthenticationResponse::getAuthentication)
                    .map(authentication -> authentication.getAttributes().get(IDENTITY))
                    .map(ExternalIdentity.class::cast)
                    .orElseThrow(() -> new ProviderFailure("its response names no user", null));
        }

        private static <B> HttpRequest<B> with(SignInSecrets secrets, MutableHttpRequest<B> request) {
            request.setAttribute(SECRETS, secrets);
            return request;
        }
    }

    /** The code verifiers of the attempts; the library would keep them in cookies. */
    private static final class CodeVerifiers implements PkcePersistence {
        @Override
        public Optional<String> retrieveCodeVerifier(HttpRequest<?> request) {
            return Optional.of(secrets(request).codeVerifier());
        }

        @Override
        public void persistPkce(HttpRequest<?> request, MutableHttpResponse<?> response, Pkce pkce) {
            // The attempt has it already.
        }
    }
}
