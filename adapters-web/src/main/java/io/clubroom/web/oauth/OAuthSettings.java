package io.clubroom.web.oauth;

import io.clubroom.domain.identity.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of sign-in with OAuth 2.0.
 *
 * @param registrations this server's registrations; a provider without one is off
 * @param redirectUrl the callback address as browsers see it; empty for the address on which the server listens
 * @param returnUrls the addresses to which a browser may be redirected after a sign-in
 * @param timeout the time that all requests to a provider in one step of a sign-in may take together
 */
public record OAuthSettings(
        Map<Provider, Registration> registrations,
        Optional<URI> redirectUrl,
        Set<String> returnUrls,
        Duration timeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Google's, from its discovery document. */
    static final IdTokenIssuer GOOGLE =
            new IdTokenIssuer("https://accounts.google.com", URI.create("https://www.googleapis.com/oauth2/v3/certs"));

    /** The credentials that the provider issued to this server, and its endpoints. */
    public record Registration(String clientId, String clientSecret, Endpoints endpoints) {
        @Override
        public String toString() {
            return "Registration[clientId=" + clientId + ", endpoints=" + endpoints + "]";
        }
    }

    /** The endpoints of a provider. */
    public sealed interface Endpoints {
        /**
         * @param emails GitHub's list of a user's addresses; null for the other providers
         * @param idTokens the issuer of the provider's ID tokens; null if they are not used
         */
        record Fixed(
                URI authorize,
                URI token,
                URI userinfo,
                @Nullable URI emails,
                @Nullable IdTokenIssuer idTokens) implements Endpoints {
            public Fixed(URI authorize, URI token, URI userinfo, @Nullable URI emails) {
                this(authorize, token, userinfo, emails, null);
            }

            /** The ID tokens of another token endpoint are not used, because their issuer is unknown. */
            public Fixed replaced(
                    Optional<URI> authorize, Optional<URI> token, Optional<URI> userinfo, Optional<URI> emails) {
                return new Fixed(
                        authorize.orElse(this.authorize),
                        token.orElse(this.token),
                        userinfo.orElse(this.userinfo),
                        emails.orElse(this.emails),
                        token.orElse(this.token).equals(this.token) ? idTokens : null);
            }
        }

        /**
         * @param issuer publishes its endpoints itself (OpenID Connect Discovery 1.0)
         * @param vouchesForEmails whether its addresses count as verified unless it says that they are not
         */
        record Discovered(URI issuer, boolean vouchesForEmails) implements Endpoints {
            public Discovered(URI issuer) {
                this(issuer, false);
            }
        }
    }

    /**
     * An issuer of ID tokens.
     *
     * @param issuer the {@code iss} of its ID tokens
     * @param keys the address of its JSON Web Key Set
     */
    public record IdTokenIssuer(String issuer, URI keys) {}

    /** The provider's own endpoints. OpenID Connect has none. */
    public static Endpoints.Fixed defaults(Provider provider) {
        return switch (provider) {
            case GOOGLE ->
                new Endpoints.Fixed(
                        URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                        URI.create("https://oauth2.googleapis.com/token"),
                        URI.create("https://openidconnect.googleapis.com/v1/userinfo"),
                        null,
                        GOOGLE);
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
            case OIDC -> throw new IllegalArgumentException("an OpenID Connect provider has no default endpoints");
        };
    }
}
