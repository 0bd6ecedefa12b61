package io.clubroom.web.oauth;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.PlainJWT;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.domain.identity.Subject;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.context.BeanContext;
import io.micronaut.security.oauth2.client.DefaultOpenIdClient;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.endpoint.AuthenticationMethods;
import io.micronaut.security.oauth2.endpoint.authorization.request.AuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.response.OpenIdAuthorizationResponseHandler;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any provider of OpenID Connect, by what it says of itself, which is asked for when it is first needed. */
final class OpenIdClient implements ProviderClient {
    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";
    private static final Duration REDISCOVERY = Duration.ofHours(1);

    /** What an issuer said of itself, and the library's client for it. */
    private record Discovery(OpenIdMetadata metadata, DefaultOpenIdClient client, Instant at) {}

    private final BeanContext beans;
    private final ClientConfiguration configuration;
    private final URI issuer;
    private final IdTokens idTokens;
    private final InstantSource clock;
    private volatile @Nullable Discovery discovery;

    OpenIdClient(BeanContext beans, Registration registration, URI issuer, InstantSource clock) {
        this.beans = beans;
        this.configuration = new ClientConfiguration(
                Provider.OIDC.text(), registration, FlowBeans.scopes("openid email profile"), null);
        this.issuer = issuer;
        this.idTokens = new IdTokens(registration.clientId(), clock);
        this.clock = clock;
    }

    @Override
    public String authorizationAddress(Conversation conversation, SignInSecrets secrets) {
        return new SignInCall(conversation, secrets, true, this)
                .authorizationAddress(discovered(conversation).client());
    }

    @Override
    public ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        Discovery known = discovered(conversation);
        // RFC 9207 §2.4: another provider may have sent its own user's browser here, with a code for that provider.
        if (answer.issuer() == null
                ? known.metadata().namesItselfInAnswers()
                : !answer.issuer().equals(known.metadata().issuer())) {
            throw new ProviderFailure("the code is not from it", null);
        }
        return new SignInCall(conversation, secrets, true, this).identify(known.client(), answer.code());
    }

    JWT verified(OpenIdTokenResponse response, String nonce) {
        Conversation conversation = SignInCall.current().conversation();
        return new PlainJWT(
                idTokens.verified(conversation, discovered(conversation).metadata(), response.getIdToken(), nonce));
    }

    ExternalIdentity identity(Conversation conversation, Map<String, Object> claims, @Nullable String accessToken) {
        OpenIdMetadata metadata = discovered(conversation).metadata();
        Answer user = new Answer(claims);
        String subject = user.id("sub");
        String name = user.text("name");
        // Whether an address is verified is believed only of whoever names it: the two may know different ones.
        boolean saysEnough = user.has("email") && user.has("email_verified");
        if (!saysEnough && metadata.userinfo() != null && accessToken != null) {
            user = new Answer(conversation.getObject(metadata.userinfo(), accessToken));
            // OpenID Connect Core 1.0 §5.3.2.
            if (!subject.equals(user.id("sub"))) {
                throw new ProviderFailure("its userinfo is about somebody else than its ID token", null);
            }
        }
        return new ExternalIdentity(
                new Subject(metadata.issuer(), subject),
                user.isTrue("email_verified") ? user.email("email") : null,
                user.text("name") == null ? name : user.text("name"));
    }

    private Discovery discovered(Conversation conversation) {
        Instant now = clock.instant();
        Discovery known = discovery;
        if (known == null || known.at().plus(REDISCOVERY).isBefore(now)) {
            String base = issuer.toString().replaceFirst("/$", "");
            Answer answer = new Answer(conversation.getObject(URI.create(base + DISCOVERY_PATH), null));
            OpenIdMetadata metadata = OpenIdMetadata.of(answer, issuer);
            known = new Discovery(metadata, client(metadata), now);
            discovery = known;
        }
        return known;
    }

    /** It remembers the endpoints for good, so there is one for each discovery. */
    private DefaultOpenIdClient client(OpenIdMetadata metadata) {
        DefaultOpenIdProviderMetadata known = new DefaultOpenIdProviderMetadata();
        known.setIssuer(metadata.issuer());
        known.setAuthorizationEndpoint(metadata.authorize().toString());
        known.setTokenEndpoint(metadata.token().toString());
        known.setTokenEndpointAuthMethodsSupported(List.of(
                metadata.takesSecretInHeader()
                        ? AuthenticationMethods.CLIENT_SECRET_BASIC
                        : AuthenticationMethods.CLIENT_SECRET_POST));
        known.setJwksUri(metadata.keys().toString());
        return new DefaultOpenIdClient(
                configuration,
                () -> known,
                beans.getBean(OpenIdAuthenticationMapper.class),
                beans.getBean(AuthorizationRedirectHandler.class),
                beans.getBean(OpenIdAuthorizationResponseHandler.class),
                beans,
                null);
    }
}
