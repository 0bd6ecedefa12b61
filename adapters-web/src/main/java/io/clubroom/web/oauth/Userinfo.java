package io.clubroom.web.oauth;

import com.nimbusds.jose.util.JSONArrayUtils;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.user.Email;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import io.micronaut.http.uri.UriBuilder;
import java.net.URI;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the account that an access token was issued for, or throws {@link ProviderFailure}. */
@FunctionalInterface
interface Userinfo {
    ExternalIdentity read(Conversation conversation, String accessToken);

    static Userinfo google(Endpoints.Fixed endpoints) {
        return (conversation, accessToken) -> {
            Answer user = new Answer(conversation.getObject(endpoints.userinfo(), accessToken));
            // The older endpoint, which GOOGLE_USERINFO_URL may name, has other field names.
            String id = user.id(user.has("sub") ? "sub" : "id");
            boolean verified = user.isTrue(user.has("email_verified") ? "email_verified" : "verified_email");
            return new ExternalIdentity(
                    new Subject(Provider.GOOGLE.text(), id), verified ? user.email("email") : null, user.text("name"));
        };
    }

    /** Facebook returns confirmed addresses only, and none if the user has none or withholds it. */
    static Userinfo facebook(Endpoints.Fixed endpoints) {
        // Without the parameter, Facebook returns the id and the name only.
        URI address = UriBuilder.of(endpoints.userinfo())
                .queryParam("fields", "id,name,email")
                .build();
        return (conversation, accessToken) -> {
            Answer user = new Answer(conversation.getObject(address, accessToken));
            return new ExternalIdentity(
                    new Subject(Provider.FACEBOOK.text(), user.id("id")), user.email("email"), user.text("name"));
        };
    }

    /** GitHub lists the addresses of a user: the primary one counts if it is verified. */
    static Userinfo github(Endpoints.Fixed endpoints) {
        URI emails = Objects.requireNonNull(endpoints.emails());
        return (conversation, accessToken) -> {
            Answer user = new Answer(conversation.getObject(endpoints.userinfo(), accessToken));
            // The address in the profile is not verified.
            return new ExternalIdentity(
                    new Subject(Provider.GITHUB.text(), user.id("id")),
                    primary(conversation.get(emails, accessToken)),
                    user.text("name") == null ? user.text("login") : user.text("name"));
        };
    }

    private static @Nullable Email primary(String json) {
        for (Object entry : list(json)) {
            if (entry instanceof Map<?, ?> map) {
                Map<String, Object> fields = new HashMap<>();
                map.forEach((key, value) -> fields.put(String.valueOf(key), value));
                Answer address = new Answer(fields);
                if (address.isTrue("primary") && address.isTrue("verified")) {
                    return address.email("email");
                }
            }
        }
        return null;
    }

    private static List<Object> list(String json) {
        List<Object> list = null;
        try {
            list = JSONArrayUtils.parse(json);
        } catch (ParseException malformed) {
            // Its message may quote the response, so it is dropped.
        }
        if (list == null) {
            throw new ProviderFailure("its response is not a JSON array", null);
        }
        return list;
    }
}
