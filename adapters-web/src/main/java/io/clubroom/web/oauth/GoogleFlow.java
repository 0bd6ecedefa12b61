package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;

/**
 * Google with another token endpoint, whose ID tokens cannot be verified: the authorization request is that of OpenID Connect,
 * and the userinfo endpoint identifies the user.
 */
record GoogleFlow(OpenIdFlow openId, OAuth2Flow oauth2) implements ProviderFlow {
    @Override
    public String authorizationAddress(Conversation conversation, SignInSecrets secrets) {
        return openId.authorizationAddress(conversation, secrets);
    }

    @Override
    public ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        return oauth2.identify(conversation, answer, secrets);
    }
}
