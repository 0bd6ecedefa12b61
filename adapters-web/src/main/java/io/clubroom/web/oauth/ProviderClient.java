package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;

/** How to talk with one provider; both methods throw {@link io.clubroom.domain.identity.ProviderFailure}. */
interface ProviderClient {
    String authorizationAddress(Conversation conversation, SignInSecrets secrets);

    ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets);
}
