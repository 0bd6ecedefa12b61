package io.clubroom.web.oauth;

import com.nimbusds.jose.util.JSONArrayUtils;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.user.Email;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import java.net.URI;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GitHub, whose users have several addresses: the primary one counts, if it is verified. */
record GitHubClient(Endpoints.Fixed endpoints) {
    static final String SCOPE = "read:user user:email";

    ExternalIdentity user(Conversation conversation, String token) {
        Answer user = new Answer(conversation.getObject(endpoints.userinfo(), token));
        String id = user.id("id");
        // The address of the profile is whatever its owner wrote there.
        URI emails = Objects.requireNonNull(endpoints.emails());
        return new ExternalIdentity(
                new Subject(Provider.GITHUB.text(), id),
                primary(conversation.get(emails, token)),
                user.text("name") == null ? user.text("login") : user.text("name"));
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
        } catch (ParseException nonsense) {
            // Its message may quote the answer, so it is not passed on.
        }
        if (list == null) {
            throw new ProviderFailure("it answered with something else than a JSON array", null);
        }
        return list;
    }
}
