package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of the authorization code flow (RFC 6749 §4.1) with PKCE (RFC 7636) that all providers have in common. */
record CodeFlow(Registration registration, CallbackAddress callback) {
    String authorizationAddress(URI endpoint, String scope, SignInSecrets secrets, boolean withNonce) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", registration.clientId());
        parameters.put("redirect_uri", callback.get().toString());
        parameters.put("scope", scope);
        parameters.put("state", secrets.state());
        parameters.put("code_challenge", challenge(secrets.codeVerifier()));
        parameters.put("code_challenge_method", "S256");
        if (withNonce) {
            parameters.put("nonce", secrets.nonce());
        }
        return Urls.with(endpoint, parameters);
    }

    /** What the provider gives for the code, with this server's secret among the fields of the form. */
    Map<String, Object> redeem(
            Conversation conversation, URI endpoint, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        return redeem(conversation, endpoint, answer, secrets, null);
    }

    /** As above, with this server's secret in the header (RFC 6749 §2.3.1). */
    Map<String, Object> redeemWithHeader(
            Conversation conversation, URI endpoint, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        String credentials = Urls.encoded(registration.clientId()) + ":" + Urls.encoded(registration.clientSecret());
        return redeem(
                conversation,
                endpoint,
                answer,
                secrets,
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** As above, for what only an access token is needed. */
    String accessToken(Conversation conversation, URI endpoint, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        return new Answer(redeem(conversation, endpoint, answer, secrets)).required("access_token");
    }

    private Map<String, Object> redeem(
            Conversation conversation,
            URI endpoint,
            ProviderAnswer.Granted answer,
            SignInSecrets secrets,
            @Nullable String authorization) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", answer.code());
        form.put("redirect_uri", callback.get().toString());
        form.put("code_verifier", secrets.codeVerifier());
        if (authorization == null) {
            form.put("client_id", registration.clientId());
            form.put("client_secret", registration.clientSecret());
        }
        Map<String, Object> given = conversation.post(endpoint, form, authorization);
        // GitHub says so with the status 200.
        if (given.containsKey("error")) {
            throw new ProviderFailure("it does not take the code", null);
        }
        return given;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
