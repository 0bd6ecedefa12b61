package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.context.BeanContext;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.security.oauth2.client.DefaultOauthClient;
import io.micronaut.security.oauth2.endpoint.authorization.request.AuthorizationRedirectHandler;
import io.micronaut.security.oauth2.endpoint.authorization.response.OauthAuthorizationResponseHandler;
import java.util.function.BiFunction;

/** A provider of OAuth 2.0 that is asked for the user with its access token. */
final class OAuth2Client implements ProviderClient {
    private final DefaultOauthClient client;
    private final boolean withNonce;

    OAuth2Client(
            BeanContext beans,
            ClientConfiguration configuration,
            boolean withNonce,
            BiFunction<Conversation, String, ExternalIdentity> user) {
        this.withNonce = withNonce;
        this.client = new DefaultOauthClient(
                (token, _) -> Publishers.just(
                        SignInCall.response(user.apply(SignInCall.current().conversation(), token.getAccessToken()))),
                configuration,
                beans.getBean(AuthorizationRedirectHandler.class),
                beans.getBean(OauthAuthorizationResponseHandler.class),
                beans);
    }

    @Override
    public String authorizationAddress(Conversation conversation, SignInSecrets secrets) {
        return new SignInCall(conversation, secrets, withNonce, null).authorizationAddress(client);
    }

    @Override
    public ExternalIdentity identify(Conversation conversation, ProviderAnswer.Granted answer, SignInSecrets secrets) {
        return new SignInCall(conversation, secrets, withNonce, null).identify(client, answer.code());
    }
}
