package io.clubroom.web.oauth;

import io.clubroom.domain.identity.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * At which providers this server is registered, and how.
 *
 * @param redirectUrl where providers send browsers back to; empty for the callback at the address on which the server listens
 * @param returnUrls where a browser may be sent after a sign-in
 * @param timeout how long all calls of a provider for one request may take together
 */
public record OAuthSettings(
        Map<Provider, Registration> registrations,
        Optional<URI> redirectUrl,
        Set<String> returnUrls,
        Duration timeout) {
    /** How long a provider may keep a browser waiting. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What the provider gave this server when it was registered there. */
    public record Registration(String clientId, String clientSecret, Endpoints endpoints) {
        @Override
        public String toString() {
            return "Registration[clientId=" + clientId + ", endpoints=" + endpoints + "]";
        }
    }

    /** Where a provider is asked. */
    public sealed interface Endpoints {
        /** @param emails where GitHub lists a user's addresses; null for the others */
        record Fixed(
                URI authorize,
                URI token,
                URI userinfo,
                @Nullable URI emails) implements Endpoints {}

        /** @param issuer says the rest itself (OpenID Connect Discovery 1.0) */
        record Discovered(URI issuer) implements Endpoints {}
    }

    /** The provider's own addresses; those of OpenID Connect nobody can know. */
    public static Endpoints.Fixed defaults(Provider provider) {
        return switch (provider) {
            case GOOGLE ->
                new Endpoints.Fixed(
                        URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                        URI.create("https://oauth2.googleapis.com/token"),
                        URI.create("https://openidconnect.googleapis.com/v1/userinfo"),
                        null);
            case FACEBOOK ->
                new Endpoints.Fixed(
                        URI.create("https://www.facebook.com/v23.0/dialog/oauth"),
                        URI.create("https://graph.facebook.com/v23.0/oauth/access_token"),
                        URI.create("https://graph.facebook.com/v23.0/me"),
                        null);
            case GITHUB ->
                new Endpoints.Fixed(
                        URI.create("https://github.com/login/oauth/authorize"),
                        URI.create("https://github.com/login/oauth/access_token"),
                        URI.create("https://api.github.com/user"),
                        URI.create("https://api.github.com/user/emails"));
            case OIDC -> throw new IllegalArgumentException("an issuer of OpenID Connect has addresses of its own");
        };
    }
}
