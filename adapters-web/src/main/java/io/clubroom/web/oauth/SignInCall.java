package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.client.OauthClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A step of a sign-in that is under way on this thread: what the library's beans find where theirs would look into cookies.
 *
 * @param withNonce whether the provider is sent a nonce
 * @param openId null if the provider speaks no OpenID Connect
 */
record SignInCall(
        Conversation conversation,
        SignInSecrets secrets,
        boolean withNonce,
        @Nullable OpenIdClient openId) {
    static final String IDENTITY = "clubroom.identity";

    private static final ScopedValue<SignInCall> CURRENT = ScopedValue.newInstance();

    static SignInCall current() {
        return CURRENT.get();
    }

    OpenIdClient issuer() {
        return Objects.requireNonNull(openId, "it speaks no OpenID Connect");
    }

    String authorizationAddress(OauthClient client) {
        return ScopedValue.where(CURRENT, this)
                .call(() -> Mono.from(client.authorizationRedirect(HttpRequest.GET("/")))
                        .map(redirect -> redirect.getHeaders().get(HttpHeaders.LOCATION))
                        .block());
    }

    ExternalIdentity identify(OauthClient client, String code) {
        HttpRequest<Map<String, Object>> callback =
                HttpRequest.POST("/", Map.<String, Object>of("code", code, "state", secrets.state()));
        AuthenticationResponse response = ScopedValue.where(CURRENT, this)
                .call(() -> Mono.from(client.onCallback(callback)).block());
        if (response != null
                && response.getAuthentication().isPresent()
                && response.getAuthentication().get().getAttributes().get(IDENTITY)
                        instanceof ExternalIdentity identity) {
            return identity;
        }
        throw new ProviderFailure("it does not say who signed in", null);
    }

    static AuthenticationResponse response(ExternalIdentity identity) {
        return AuthenticationResponse.success(identity.subject().id(), Map.of(IDENTITY, identity));
    }
}
