package io.clubroom.web.oauth;

import io.clubroom.web.support.Call;
import io.clubroom.web.support.ProviderDouble;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A browser with a cookie, which does not follow redirects. */
final class Browser {
    private final TestServer server;
    private @Nullable String cookie;

    Browser(TestServer server) {
        this.server = server;
    }

    Reply get(String path) {
        Call call = server.call("GET", path);
        if (cookie != null) {
            call.header("Cookie", cookie);
        }
        Reply reply = call.send();
        String set = reply.header("Set-Cookie");
        if (set != null) {
            cookie = set.substring(0, set.indexOf(';'));
        }
        return reply;
    }

    /** Starts a sign-in and returns the address of the authorization request. */
    String begin(String provider) {
        return location(get("/api/auth/oauth/" + provider));
    }

    String begin(String provider, String returnTo) {
        return location(get(
                "/api/auth/oauth/" + provider + "?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8)));
    }

    Reply callback(String query) {
        return get("/api/auth/oauth/callback?" + query);
    }

    /** Signs in as the user of the provider. */
    Reply signIn(String provider) {
        return callback(server.provider.consent(begin(provider)));
    }

    @Nullable
    String cookie() {
        return cookie;
    }

    static String location(Reply reply) {
        String location = reply.header("Location");
        if (reply.status() != 302 || location == null) {
            throw new AssertionError("not redirected: " + reply);
        }
        return location;
    }

    static String state(String location) {
        return ProviderDouble.parameters(location).get("state");
    }
}
