package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.Subject;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import java.net.URI;
import java.util.Map;

/** Facebook, which hands out confirmed addresses only, and none where a user has none or withholds it. */
record FacebookClient(Endpoints.Fixed endpoints) {
    static final String SCOPE = "email public_profile";

    ExternalIdentity user(Conversation conversation, String token) {
        // It tells the id and the name only, unless it is asked for more.
        URI address = URI.create(Urls.with(endpoints.userinfo(), Map.of("fields", "id,name,email")));
        Answer user = new Answer(conversation.getObject(address, token));
        return new ExternalIdentity(
                new Subject(Provider.FACEBOOK.text(), user.id("id")), user.email("email"), user.text("name"));
    }
}
