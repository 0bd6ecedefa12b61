package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;
import io.micronaut.security.oauth2.endpoint.AuthenticationMethods;
import io.micronaut.security.oauth2.endpoint.token.request.TokenEndpointClient;
import io.micronaut.security.oauth2.endpoint.token.request.context.OpenIdCodeTokenRequestContext;
import io.micronaut.security.oauth2.endpoint.token.request.context.TokenRequestContext;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;
import io.micronaut.security.oauth2.endpoint.token.response.TokenResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Redeems codes within the deadline and the limits of a conversation. */
record TokenEndpoint(Conversation conversation) implements TokenEndpointClient {
    @Override
    @SuppressWarnings("unchecked")
    public <G, R extends TokenResponse> Publisher<R> sendRequest(TokenRequestContext<G, R> context) {
        Answer answer = new Answer(redeem(context));
        // GitHub reports an error with the status 200.
        if (answer.has("error")) {
            throw new ProviderFailure("it rejected the code", null);
        }
        if (context instanceof OpenIdCodeTokenRequestContext) {
            OpenIdTokenResponse tokens = new OpenIdTokenResponse();
            tokens.setIdToken(answer.required("id_token"));
            if (answer.has("access_token")) {
                tokens.setAccessToken(answer.required("access_token"));
            }
            return (Publisher<R>) Mono.just(tokens);
        }
        return (Publisher<R>) Mono.just(new TokenResponse(answer.required("access_token"), "Bearer"));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> redeem(TokenRequestContext<?, ?> context) {
        OauthClientConfiguration client = context.getClientConfiguration();
        String secret = Objects.requireNonNull(client.getClientSecret());
        Map<String, String> form = new LinkedHashMap<>((Map<String, String>) context.getGrant());
        Set<String> methods = context.getEndpoint().getAuthenticationMethodsSupported();
        String authorization = null;
        if (methods == null || methods.contains(AuthenticationMethods.CLIENT_SECRET_BASIC)) {
            authorization = basic(client.getClientId(), secret);
        } else {
            form.put("client_id", client.getClientId());
            form.put("client_secret", secret);
        }
        return conversation.post(URI.create(context.getEndpoint().getUrl()), form, authorization);
    }

    /** Encodes the id and the secret first (RFC 6749 §2.3.1), which the library's client leaves out. */
    private static String basic(String id, String secret) {
        byte[] credentials = (encoded(id) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** A space as {@code %20}, which every server decodes. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
