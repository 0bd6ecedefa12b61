package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;

/** The authorization code flow with one provider. Both methods throw {@link io.clubroom.domain.identity.ProviderFailure}. */
interface ProviderFlow {
    /** The authorization request (RFC 6749 §4.1.1) as an address for the browser. */
    String authorizationAddress(Conversation conversation, SignInSecrets secrets);

    /** Redeems the code and returns the account of the user who signed in. */
    ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets);
}
