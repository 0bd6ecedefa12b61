package io.clubroom.web.oauth;

import com.nimbusds.jwt.JWT;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;
import io.micronaut.security.oauth2.endpoint.AuthenticationMethods;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.DefaultPkceFactory;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.Pkce;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.PkceFactory;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.persistence.PkcePersistence;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.persistence.cookie.CookiePkcePersistence;
import io.micronaut.security.oauth2.endpoint.authorization.request.AuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.request.DefaultAuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.state.DefaultStateFactory;
import io.micronaut.security.oauth2.endpoint.authorization.state.InvalidStateException;
import io.micronaut.security.oauth2.endpoint.authorization.state.JacksonStateSerDes;
import io.micronaut.security.oauth2.endpoint.authorization.state.State;
import io.micronaut.security.oauth2.endpoint.authorization.state.StateFactory;
import io.micronaut.security.oauth2.endpoint.authorization.state.StateSerDes;
import io.micronaut.security.oauth2.endpoint.authorization.state.validation.DefaultStateValidator;
import io.micronaut.security.oauth2.endpoint.authorization.state.validation.StateValidator;
import io.micronaut.security.oauth2.endpoint.nonce.DefaultNonceFactory;
import io.micronaut.security.oauth2.endpoint.nonce.NonceFactory;
import io.micronaut.security.oauth2.endpoint.nonce.persistence.NoncePersistence;
import io.micronaut.security.oauth2.endpoint.nonce.persistence.cookie.CookieNoncePersistence;
import io.micronaut.security.oauth2.endpoint.token.request.DefaultTokenEndpointClient;
import io.micronaut.security.oauth2.endpoint.token.request.TokenEndpointClient;
import io.micronaut.security.oauth2.endpoint.token.request.context.OpenIdCodeTokenRequestContext;
import io.micronaut.security.oauth2.endpoint.token.request.context.TokenRequestContext;
import io.micronaut.security.oauth2.endpoint.token.response.DefaultOpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;
import io.micronaut.security.oauth2.endpoint.token.response.TokenResponse;
import io.micronaut.security.oauth2.endpoint.token.response.validation.ReactiveOpenIdTokenResponseValidator;
import io.micronaut.security.oauth2.url.DefaultOauthRouteUrlBuilder;
import io.micronaut.security.oauth2.url.OauthRouteUrlBuilder;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The parts of the library's flow that stand in the place of its own: what ties a sign-in together is in the attempt, not in cookies. */
@Factory
final class FlowBeans {
    @Singleton
    @Replaces(DefaultStateFactory.class)
    StateFactory stateFactory() {
        return (_, _, _) -> SignInCall.current().secrets().state();
    }

    @Singleton
    @Replaces(DefaultNonceFactory.class)
    NonceFactory nonceFactory() {
        return (_, _) -> SignInCall.current().secrets().nonce();
    }

    /** Always, and always with S256; the library's leaves it out where a provider says nothing of it. */
    @Singleton
    @Replaces(DefaultPkceFactory.class)
    PkceFactory pkceFactory() {
        return (_, _, _) ->
                Optional.of(new Pkce("S256", challenge(SignInCall.current().secrets()), "kept in the attempt"));
    }

    private static String challenge(SignInSecrets secrets) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(secrets.codeVerifier().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    @Singleton
    @Replaces(CookieNoncePersistence.class)
    NoncePersistence noncePersistence() {
        return new NoncePersistence() {
            @Override
            public Optional<String> retrieveNonce(HttpRequest<?> request) {
                return Optional.of(SignInCall.current().secrets().nonce());
            }

            @Override
            @SuppressWarnings("rawtypes")
            public void persistNonce(HttpRequest<?> request, MutableHttpResponse response, String nonce) {}
        };
    }

    @Singleton
    @Replaces(CookiePkcePersistence.class)
    PkcePersistence pkcePersistence() {
        return new PkcePersistence() {
            @Override
            public Optional<String> retrieveCodeVerifier(HttpRequest<?> request) {
                return Optional.of(SignInCall.current().secrets().codeVerifier());
            }

            @Override
            public void persistPkce(HttpRequest<?> request, MutableHttpResponse<?> response, Pkce pkce) {}
        };
    }

    /** The attempt was taken by its state before: what comes here is that state. */
    @Singleton
    @Replaces(DefaultStateValidator.class)
    StateValidator stateValidator() {
        return (_, state) -> {
            if (state == null
                    || !state.getNonce().equals(SignInCall.current().secrets().state())) {
                throw new InvalidStateException("of another sign-in");
            }
        };
    }

    @Singleton
    @Replaces(JacksonStateSerDes.class)
    StateSerDes stateSerDes(CallbackAddress callback) {
        record Opaque(String getNonce, URI getRedirectUri) implements State {}
        return new StateSerDes() {
            @Override
            public State deserialize(String state) {
                return new Opaque(state, callback.get());
            }

            @Override
            public String serialize(State state) {
                return state.getNonce();
            }
        };
    }

    @Singleton
    @Replaces(DefaultOauthRouteUrlBuilder.class)
    OauthRouteUrlBuilder<HttpRequest<?>> urls(CallbackAddress callback) {
        return new OauthRouteUrlBuilder<>() {
            @Override
            public URL buildUrl(@Nullable HttpRequest<?> current, String path) {
                try {
                    return callback.get().toURL();
                } catch (MalformedURLException impossible) {
                    throw new IllegalStateException("was checked with the settings", impossible);
                }
            }

            @Override
            public URL buildLoginUrl(@Nullable HttpRequest<?> originating, String provider) {
                return buildUrl(originating, "");
            }

            @Override
            public URL buildCallbackUrl(@Nullable HttpRequest<?> originating, String provider) {
                return buildUrl(originating, "");
            }

            @Override
            public URI buildLoginUri(String provider) {
                return callback.get();
            }

            @Override
            public URI buildCallbackUri(String provider) {
                return callback.get();
            }
        };
    }

    /** The library's takes the address for a template, which an issuer could make use of. */
    @Singleton
    @Replaces(DefaultAuthorizationRedirectHandler.class)
    AuthorizationRedirectHandler redirects() {
        return new DefaultAuthorizationRedirectHandler() {
            @Override
            protected String expandedUri(String address, Map<String, Object> parameters) {
                Map<String, String> texts = new TreeMap<>();
                parameters.forEach((name, value) -> texts.put(name, value.toString()));
                SignInCall call = SignInCall.current();
                if (call.withNonce()) {
                    texts.put("nonce", call.secrets().nonce());
                }
                return Urls.with(URI.create(address), texts);
            }
        };
    }

    @Singleton
    @Replaces(DefaultTokenEndpointClient.class)
    TokenEndpointClient tokens() {
        return new TokenEndpointClient() {
            @Override
            @SuppressWarnings("unchecked")
            public <G, R extends TokenResponse> Publisher<R> sendRequest(TokenRequestContext<G, R> context) {
                Answer answer = new Answer(redeem(context));
                if (context instanceof OpenIdCodeTokenRequestContext) {
                    OpenIdTokenResponse response = new OpenIdTokenResponse();
                    response.setIdToken(answer.required("id_token"));
                    if (answer.has("access_token")) {
                        response.setAccessToken(answer.required("access_token"));
                    }
                    return (Publisher<R>) Publishers.just(response);
                }
                return (Publisher<R>) Publishers.just(new TokenResponse(answer.required("access_token"), "Bearer"));
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> redeem(TokenRequestContext<?, ?> context) {
        OauthClientConfiguration client = context.getClientConfiguration();
        Map<String, String> form = new LinkedHashMap<>((Map<String, String>) context.getGrant());
        String secret = Objects.requireNonNull(client.getClientSecret());
        Set<String> methods = context.getEndpoint().getAuthenticationMethodsSupported();
        String authorization = null;
        if (methods == null || methods.contains(AuthenticationMethods.CLIENT_SECRET_BASIC)) {
            // RFC 6749 §2.3.1, which the library leaves out.
            String credentials = Urls.encoded(client.getClientId()) + ":" + Urls.encoded(secret);
            authorization = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        } else {
            form.put("client_id", client.getClientId());
            form.put("client_secret", secret);
        }
        Map<String, Object> given = SignInCall.current()
                .conversation()
                .post(URI.create(context.getEndpoint().getUrl()), form, authorization);
        // GitHub says so with the status 200.
        if (given.containsKey("error")) {
            throw new ProviderFailure("it does not take the code", null);
        }
        return given;
    }

    /** The library's would take any key that the server knows for anything, its own for access tokens too. */
    @Singleton
    @Replaces(ReactiveOpenIdTokenResponseValidator.class)
    ReactiveOpenIdTokenResponseValidator<JWT> idTokens() {
        return (_, _, response, nonce) ->
                Publishers.just(SignInCall.current().issuer().verified(response, Objects.requireNonNull(nonce)));
    }

    @Singleton
    @Replaces(DefaultOpenIdAuthenticationMapper.class)
    OpenIdAuthenticationMapper identities() {
        return (_, response, claims, _) -> {
            SignInCall call = SignInCall.current();
            return Publishers.just((AuthenticationResponse) SignInCall.response(
                    call.issuer().identity(call.conversation(), claims.getClaims(), response.getAccessToken())));
        };
    }

    static List<String> scopes(String text) {
        return List.of(text.split(" "));
    }
}
