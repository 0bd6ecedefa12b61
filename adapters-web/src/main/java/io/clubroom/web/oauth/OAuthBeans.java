package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ReturnUrls;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.DefaultPkceFactory;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.Pkce;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.PkceFactory;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.S256PkceGenerator;
import io.micronaut.security.oauth2.endpoint.authorization.request.AuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.request.AuthorizationRequest;
import io.micronaut.security.oauth2.endpoint.authorization.request.DefaultAuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.state.DefaultState;
import io.micronaut.security.oauth2.endpoint.authorization.state.DefaultStateFactory;
import io.micronaut.security.oauth2.endpoint.authorization.state.JacksonStateSerDes;
import io.micronaut.security.oauth2.endpoint.authorization.state.State;
import io.micronaut.security.oauth2.endpoint.authorization.state.StateFactory;
import io.micronaut.security.oauth2.endpoint.authorization.state.StateSerDes;
import io.micronaut.security.oauth2.endpoint.nonce.DefaultNonceFactory;
import io.micronaut.security.oauth2.endpoint.nonce.NonceFactory;
import io.micronaut.security.oauth2.url.DefaultOauthRouteUrlBuilder;
import io.micronaut.security.oauth2.url.OauthRouteUrlBuilder;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The core's share of the settings, and replacements for the beans by which the library's clients get the secrets of a sign-in and the
 * callback address.
 */
@Factory
final class OAuthBeans {
    @Singleton
    ReturnUrls returnUrls(OAuthSettings settings) {
        return new ReturnUrls(settings.returnUrls());
    }

    @Singleton
    @Replaces(DefaultStateFactory.class)
    StateFactory stateFactory() {
        return (request, _, _) -> OAuthClients.secrets(request).state();
    }

    @Singleton
    @Replaces(DefaultNonceFactory.class)
    NonceFactory nonceFactory() {
        return (request, _) -> OAuthClients.secrets(request).nonce();
    }

    /** Always S256; the library omits PKCE for an OpenID Connect provider that does not advertise it. */
    @Singleton
    @Replaces(DefaultPkceFactory.class)
    PkceFactory pkceFactory() {
        return (request, _, _) -> {
            String verifier = OAuthClients.secrets(request).codeVerifier();
            return Optional.of(
                    new Pkce(S256PkceGenerator.CODE_CHALLENGE_METHOD_S256, S256PkceGenerator.hash(verifier), verifier));
        };
    }

    /** The state is an opaque secret, without the JSON that the library puts there. */
    @Singleton
    @Replaces(JacksonStateSerDes.class)
    StateSerDes stateSerDes(CallbackAddress callback) {
        return new StateSerDes() {
            @Override
            public State deserialize(String text) {
                DefaultState state = new DefaultState();
                state.setNonce(text);
                state.setRedirectUri(callback.get());
                return state;
            }

            @Override
            public String serialize(State state) {
                return state.getNonce();
            }
        };
    }

    /** One callback for all providers, where the library has one for each. */
    @Singleton
    @Replaces(DefaultOauthRouteUrlBuilder.class)
    OauthRouteUrlBuilder<HttpRequest<?>> urls(CallbackAddress callback) {
        return new OauthRouteUrlBuilder<>() {
            @Override
            public URL buildUrl(@Nullable HttpRequest<?> current, String path) {
                try {
                    return callback.get().toURL();
                } catch (MalformedURLException impossible) {
                    throw new IllegalStateException("the settings accept only http and https", impossible);
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

    /** Unlike the library's, does not log the address, which contains the state and the nonce. */
    @Singleton
    @Replaces(DefaultAuthorizationRedirectHandler.class)
    AuthorizationRedirectHandler redirects() {
        return new DefaultAuthorizationRedirectHandler() {
            @Override
            public MutableHttpResponse<?> redirect(AuthorizationRequest request, String address) {
                MutableHttpResponse<?> response = HttpResponse.status(HttpStatus.FOUND);
                return response.header(
                        HttpHeaders.LOCATION, expandedUri(address, instantiateParameters(request, response)));
            }
        };
    }
}
