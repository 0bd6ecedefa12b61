package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.Subject;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.ProviderHttp.Conversation;

/** Google, asked at its userinfo endpoint. */
record GoogleClient(Endpoints.Fixed endpoints) {
    static final String SCOPE = "openid email profile";

    ExternalIdentity user(Conversation conversation, String token) {
        Answer user = new Answer(conversation.getObject(endpoints.userinfo(), token));
        // The older endpoint, which a GOOGLE_USERINFO_URL may name, has other words for the same.
        String id = user.id(user.has("sub") ? "sub" : "id");
        boolean verified = user.isTrue(user.has("email_verified") ? "email_verified" : "verified_email");
        return new ExternalIdentity(
                new Subject(Provider.GOOGLE.text(), id), verified ? user.email("email") : null, user.text("name"));
    }
}
