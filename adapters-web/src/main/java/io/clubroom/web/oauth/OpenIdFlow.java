package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.domain.identity.Subject;
import io.clubroom.web.oauth.OAuthClients.Client;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Signs users in at an OpenID Connect provider, which identifies them in an ID token. */
final class OpenIdFlow implements ProviderFlow {
    private final OAuthClients clients;
    private final OauthClientConfiguration configuration;
    private final Function<Conversation, OpenIdMetadata> metadata;
    private final Function<OpenIdMetadata, String> authority;
    private final IdTokens idTokens;
    private final boolean vouchesForEmails;

    /**
     * @param authority the authority of this provider's subjects
     * @param vouchesForEmails whether addresses count as verified if the provider does not say
     */
    OpenIdFlow(
            OAuthClients clients,
            OauthClientConfiguration configuration,
            Function<Conversation, OpenIdMetadata> metadata,
            Function<OpenIdMetadata, String> authority,
            IdTokens idTokens,
            boolean vouchesForEmails) {
        this.clients = clients;
        this.configuration = configuration;
        this.metadata = metadata;
        this.authority = authority;
        this.idTokens = idTokens;
        this.vouchesForEmails = vouchesForEmails;
    }

    @Override
    public String authorizationAddress(Conversation conversation, SignInSecrets secrets) {
        return client(metadata.apply(conversation), conversation, secrets).authorizationAddress(secrets);
    }

    @Override
    public ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        OpenIdMetadata known = metadata.apply(conversation);
        // A mix-up attack redirects the browser here with a code of another provider (RFC 9207 §2.4).
        if (answer.issuer() == null ? known.sendsIssuer() : !answer.issuer().equals(known.issuer())) {
            throw new ProviderFailure("the authorization response names another issuer, or none", null);
        }
        return client(known, conversation, secrets).identify(answer.code(), secrets);
    }

    private Client client(OpenIdMetadata known, Conversation conversation, SignInSecrets secrets) {
        return clients.openId(
                configuration,
                known,
                conversation,
                idToken -> idTokens.verify(conversation, known, idToken, secrets.nonce()),
                (claims, accessToken) -> identity(conversation, known, claims, accessToken));
    }

    private ExternalIdentity identity(
            Conversation conversation, OpenIdMetadata known, Map<String, Object> claims, @Nullable String accessToken) {
        Answer user = new Answer(claims);
        String subject = user.id("sub");
        String name = user.text("name");
        // Take the address and its verification from the same source: ID token and userinfo may know different
        // addresses.
        boolean complete = user.has("email") && (user.has("email_verified") || vouchesForEmails);
        if (!complete && known.userinfo() != null && accessToken != null) {
            user = new Answer(conversation.getObject(known.userinfo(), accessToken));
            // OpenID Connect Core 1.0 §5.3.2.
            if (!subject.equals(user.id("sub"))) {
                throw new ProviderFailure("userinfo and ID token have different subjects", null);
            }
        }
        return new ExternalIdentity(
                new Subject(authority.apply(known), subject),
                isVerified(user) ? user.email("email") : null,
                user.text("name") == null ? name : user.text("name"));
    }

    private boolean isVerified(Answer user) {
        return user.isTrue("email_verified") || (vouchesForEmails && !user.has("email_verified"));
    }
}
