package io.clubroom.web.oauth;

import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.micronaut.security.oauth2.client.clientcredentials.ClientCredentialsConfiguration;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;
import io.micronaut.security.oauth2.configuration.OpenIdClientConfiguration;
import io.micronaut.security.oauth2.configuration.endpoints.DefaultSecureEndpointConfiguration;
import io.micronaut.security.oauth2.configuration.endpoints.OauthAuthorizationEndpointConfiguration;
import io.micronaut.security.oauth2.configuration.endpoints.SecureEndpointConfiguration;
import io.micronaut.security.oauth2.endpoint.AuthenticationMethods;
import io.micronaut.security.oauth2.grants.GrantType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registration as the library has it. It is no bean: for each that is one, the library opens routes, and believes its keys. */
record ClientConfiguration(
        String name, Registration registration, List<String> scopes, Endpoints.@Nullable Fixed endpoints)
        implements OauthClientConfiguration {
    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getClientId() {
        return registration.clientId();
    }

    @Override
    public String getClientSecret() {
        return registration.clientSecret();
    }

    @Override
    public List<String> getScopes() {
        return scopes;
    }

    @Override
    public GrantType getGrantType() {
        return GrantType.AUTHORIZATION_CODE;
    }

    @Override
    public Optional<SecureEndpointConfiguration> getToken() {
        return Optional.ofNullable(endpoints).map(known -> {
            var token = new DefaultSecureEndpointConfiguration();
            token.setUrl(known.token().toString());
            token.setAuthenticationMethod(AuthenticationMethods.CLIENT_SECRET_POST);
            return token;
        });
    }

    @Override
    public Optional<OauthAuthorizationEndpointConfiguration> getAuthorization() {
        return Optional.ofNullable(endpoints).map(known -> new OauthAuthorizationEndpointConfiguration() {
            @Override
            public Optional<String> getUrl() {
                return Optional.of(known.authorize().toString());
            }

            @Override
            public Optional<String> getCodeChallengeMethod() {
                return Optional.of("S256");
            }
        });
    }

    @Override
    public Optional<ClientCredentialsConfiguration> getClientCredentials() {
        return Optional.empty();
    }

    @Override
    public Optional<SecureEndpointConfiguration> getIntrospection() {
        return Optional.empty();
    }

    @Override
    public Optional<SecureEndpointConfiguration> getRevocation() {
        return Optional.empty();
    }

    @Override
    public Optional<OpenIdClientConfiguration> getOpenid() {
        return Optional.empty();
    }
}
