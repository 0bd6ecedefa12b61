package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.context.BeanContext;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers at which this server is registered, over OAuth 2.0. Nothing is asked of them before somebody signs in. */
@Singleton
public final class OAuthProviders implements IdentityProviders {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthProviders.class);

    private final ProviderHttp http;
    private final Map<Provider, ProviderClient> clients = new EnumMap<>(Provider.class);

    OAuthProviders(OAuthSettings settings, BeanContext beans, ProviderHttp http, InstantSource clock) {
        this.http = http;
        settings.registrations()
                .forEach((provider, registration) ->
                        clients.put(provider, client(provider, registration, beans, clock)));
    }

    @Override
    public boolean isConfigured(Provider provider) {
        return clients.containsKey(provider);
    }

    @Override
    public String authorizationAddress(Provider provider, SignInSecrets secrets) {
        ProviderClient client = client(provider);
        return ask(provider, conversation -> client.authorizationAddress(conversation, secrets));
    }

    @Override
    public ExternalIdentity identify(Provider provider, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        ProviderClient client = client(provider);
        return ask(provider, conversation -> client.identify(conversation, answer, secrets));
    }

    private ProviderClient client(Provider provider) {
        return Objects.requireNonNull(clients.get(provider), "not configured");
    }

    private <R> R ask(Provider provider, Function<Conversation, R> questions) {
        try {
            return http.converse(questions);
        } catch (ProviderFailure failure) {
            Throwable cause = failure.getCause();
            // The message of a cause may quote what was sent.
            LOG.warn(
                    "Sign-in with {} failed: {}{}",
                    provider.text(),
                    failure.getMessage(),
                    cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")");
            throw failure;
        }
    }

    private static ProviderClient client(
            Provider provider, Registration registration, BeanContext beans, InstantSource clock) {
        return switch (registration.endpoints()) {
            case Endpoints.Discovered(var issuer) -> new OpenIdClient(beans, registration, issuer, clock);
            case Endpoints.Fixed fixed ->
                switch (provider) {
                    case GOOGLE ->
                        fixed(beans, provider, registration, fixed, GoogleClient.SCOPE, new GoogleClient(fixed)::user);
                    case FACEBOOK ->
                        fixed(
                                beans,
                                provider,
                                registration,
                                fixed,
                                FacebookClient.SCOPE,
                                new FacebookClient(fixed)::user);
                    case GITHUB ->
                        fixed(beans, provider, registration, fixed, GitHubClient.SCOPE, new GitHubClient(fixed)::user);
                    case OIDC -> throw new IllegalArgumentException("OpenID Connect needs an issuer");
                };
        };
    }

    private static ProviderClient fixed(
            BeanContext beans,
            Provider provider,
            Registration registration,
            Endpoints.Fixed endpoints,
            String scope,
            BiFunction<Conversation, String, ExternalIdentity> user) {
        return new OAuth2Client(
                beans,
                new ClientConfiguration(provider.text(), registration, FlowBeans.scopes(scope), endpoints),
                provider == Provider.GOOGLE,
                user);
    }
}
