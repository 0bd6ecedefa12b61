package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.IdTokenIssuer;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;
import io.micronaut.security.oauth2.configuration.OauthClientConfigurationProperties;
import io.micronaut.security.oauth2.configuration.OauthClientConfigurationProperties.AuthorizationEndpointConfigurationProperties;
import io.micronaut.security.oauth2.configuration.OauthClientConfigurationProperties.TokenEndpointConfigurationProperties;
import io.micronaut.security.oauth2.endpoint.AuthenticationMethods;
import io.micronaut.security.oauth2.endpoint.authorization.pkce.S256PkceGenerator;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured providers, over OAuth 2.0. They are not contacted before a user signs in. */
@Singleton
public final class OAuthProviders implements IdentityProviders {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthProviders.class);

    private static final List<String> OPENID_SCOPES = List.of("openid", "email", "profile");

    private final OAuthClients clients;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final Map<Provider, ProviderFlow> flows = new EnumMap<>(Provider.class);

    OAuthProviders(OAuthSettings settings, OAuthClients clients, ProviderHttp http, InstantSource clock) {
        this.clients = clients;
        this.http = http;
        this.clock = clock;
        settings.registrations().forEach((provider, registration) -> flows.put(provider, flow(provider, registration)));
    }

    @Override
    public boolean isConfigured(Provider provider) {
        return flows.containsKey(provider);
    }

    @Override
    public String authorizationAddress(Provider provider, SignInSecrets secrets) {
        return converse(provider, conversation -> flow(provider).authorizationAddress(conversation, secrets));
    }

    @Override
    public ExternalIdentity identify(Provider provider, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        return converse(provider, conversation -> flow(provider).identify(conversation, answer, secrets));
    }

    private ProviderFlow flow(Provider provider) {
        return Objects.requireNonNull(flows.get(provider), "not configured");
    }

    private <R> R converse(Provider provider, Function<Conversation, R> requests) {
        try {
            return http.converse(provider, requests);
        } catch (ProviderFailure failure) {
            Throwable cause = failure.getCause();
            // The message of the cause may quote a secret.
            LOG.warn(
                    "Sign-in with {} failed: {}{}",
                    provider.text(),
                    failure.getMessage(),
                    cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")");
            throw failure;
        }
    }

    private ProviderFlow flow(Provider provider, Registration registration) {
        return switch (registration.endpoints()) {
            case Endpoints.Discovered(URI issuer, boolean vouchesForEmails) ->
                new OpenIdFlow(
                        clients,
                        configuration(provider, registration, OPENID_SCOPES),
                        new Discovery(issuer, clock),
                        OpenIdMetadata::issuer,
                        new IdTokens(registration.clientId(), clock),
                        vouchesForEmails);
            case Endpoints.Fixed endpoints ->
                switch (provider) {
                    case GOOGLE -> google(registration, endpoints);
                    case FACEBOOK ->
                        new OAuth2Flow(
                                clients,
                                configuration(provider, registration, endpoints, List.of("email", "public_profile")),
                                Userinfo.facebook(endpoints));
                    case GITHUB ->
                        new OAuth2Flow(
                                clients,
                                configuration(provider, registration, endpoints, List.of("read:user", "user:email")),
                                Userinfo.github(endpoints));
                    case OIDC -> throw new IllegalArgumentException("OpenID Connect needs an issuer");
                };
        };
    }

    private ProviderFlow google(Registration registration, Endpoints.Fixed endpoints) {
        OauthClientConfiguration configuration = configuration(Provider.GOOGLE, registration, endpoints, OPENID_SCOPES);
        IdTokenIssuer issuer = endpoints.idTokens();
        OpenIdMetadata metadata = OpenIdMetadata.of(endpoints, issuer == null ? OAuthSettings.GOOGLE : issuer);
        OpenIdFlow openId = new OpenIdFlow(
                clients,
                configuration,
                _ -> metadata,
                _ -> Provider.GOOGLE.text(),
                new IdTokens(registration.clientId(), clock),
                false);
        return issuer == null
                ? new GoogleFlow(openId, new OAuth2Flow(clients, configuration, Userinfo.google(endpoints)))
                : openId;
    }

    private static OauthClientConfiguration configuration(
            Provider provider, Registration registration, Endpoints.Fixed endpoints, List<String> scopes) {
        var configuration = configuration(provider, registration, scopes);
        var authorization = new AuthorizationEndpointConfigurationProperties();
        authorization.setUrl(endpoints.authorize().toString());
        authorization.setCodeChallengeMethod(S256PkceGenerator.CODE_CHALLENGE_METHOD_S256);
        configuration.setAuthorization(authorization);
        var token = new TokenEndpointConfigurationProperties();
        token.setUrl(endpoints.token().toString());
        token.setAuthenticationMethod(AuthenticationMethods.CLIENT_SECRET_POST);
        configuration.setToken(token);
        return configuration;
    }

    private static OauthClientConfigurationProperties configuration(
            Provider provider, Registration registration, List<String> scopes) {
        var configuration = new OauthClientConfigurationProperties(provider.text());
        configuration.setClientId(registration.clientId());
        configuration.setClientSecret(registration.clientSecret());
        configuration.setScopes(scopes);
        return configuration;
    }
}
