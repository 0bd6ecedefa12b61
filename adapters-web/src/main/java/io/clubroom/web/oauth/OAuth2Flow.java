package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.security.oauth2.configuration.OauthClientConfiguration;

/** Signs users in at an OAuth 2.0 provider, which identifies them at its userinfo endpoint. */
record OAuth2Flow(OAuthClients clients, OauthClientConfiguration configuration, Userinfo userinfo)
        implements ProviderFlow {
    @Override
    public String authorizationAddress(Conversation conversation, SignInSecrets secrets) {
        return clients.oauth2(configuration, conversation, userinfo).authorizationAddress(secrets);
    }

    @Override
    public ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        return clients.oauth2(configuration, conversation, userinfo).identify(answer.code(), secrets);
    }
}
