package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final TestServer server = TestServer.fresh();
    private final User john = server.add("john", Role.CLIENT);

    private Reply login(String userAgent) {
        Reply reply = server.call("POST", "/api/auth/login")
                .header("User-Agent", userAgent)
                .json("{\"email\":\"john@example.com\",\"password\":\"SecurePass123\"}")
                .send();
        // The next session is newer.
        server.clock.advance(Duration.ofMillis(1));
        return reply;
    }

    private Reply call(String method, String path, String token) {
        return server.call(method, path).bearer(token).send();
    }

    private boolean isValid(String token) {
        return call("GET", "/api/users/me", token).status() == 200;
    }

    private List<String> listed(String path, String token, String member) {
        Reply reply = call("GET", path, token);
        assertThat(reply.status()).isEqualTo(200);
        return StreamSupport.stream(reply.json().values().spliterator(), false)
                .map(session -> session.get(member).coerceStringValue())
                .toList();
    }

    private static JWTClaimsSet claims(String token) throws Exception {
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    @Test
    void tokens_tell_their_session_and_how_and_when_the_user_authenticated() throws Exception {
        Reply login = login("Firefox");
        server.clock.advance(Duration.ofMinutes(10));

        Reply refreshed = server.call("POST", "/api/auth/refresh")
                .json("{\"refresh_token\":\"" + login.text("refresh_token") + "\"}")
                .send();

        JWTClaimsSet first = claims(login.text("token"));
        JWTClaimsSet second = claims(refreshed.text("token"));
        assertThat(first.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(first.getLongClaim("auth_time"))
                .isEqualTo(first.getIssueTime().getTime() / 1000);
        for (String claim : List.of("sid", "auth_time", "amr")) {
            assertThat(second.getClaim(claim)).as(claim).isEqualTo(first.getClaim(claim));
        }
        assertThat(second.getIssueTime()).isAfter(first.getIssueTime());
    }

    @Test
    void lists_the_sessions_newest_first_with_the_device() throws Exception {
        String first = login("Firefox").text("token");
        String second = login("Chromium").text("token");
        String sid = claims(first).getStringClaim("sid");

        Reply reply = call("GET", "/api/users/me/sessions", first);

        assertThat(reply.json().size()).isEqualTo(2);
        assertThat(listed("/api/users/me/sessions", first, "user_agent")).containsExactly("Chromium", "Firefox");
        assertThat(listed("/api/users/me/sessions", first, "current")).containsExactly("false", "true");
        assertThat(listed("/api/users/me/sessions", second, "current")).containsExactly("true", "false");
        assertThat(listed("/api/users/me/sessions", first, "id").get(1)).isEqualTo(sid);
        assertThat(listed("/api/users/me/sessions", first, "address")).containsOnly("127.0.0.1");
        assertThat(listed("/api/users/me/sessions", first, "method")).containsOnly("password");
        assertThat(listed("/api/users/me/sessions", first, "last_used_at"))
                .allSatisfy(time -> assertThat(time).endsWith(":00Z"));
        assertThat(reply.json().get(0).entries())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "id", "current", "created_at", "last_used_at", "method", "address", "user_agent", "expires_at");
        String path = "/api/users/" + john.id() + "/sessions";
        assertThat(listed(path, first, "id")).isEqualTo(listed("/api/users/me/sessions", first, "id"));
        assertThat(listed(path, server.adminToken(), "current")).containsExactly("false", "false");
    }

    @Test
    void a_use_shows_in_the_list() {
        String token = login("Firefox").text("token");
        String before = listed("/api/users/me/sessions", token, "last_used_at").getFirst();
        server.clock.advance(Duration.ofMinutes(2));

        assertThat(listed("/api/users/me/sessions", token, "last_used_at").getFirst())
                .isGreaterThan(before);
    }

    @Test
    void ends_one_session() throws Exception {
        String first = login("Firefox").text("token");
        Reply second = login("Chromium");
        String sid = claims(second.text("token")).getStringClaim("sid");

        assertThat(call("DELETE", "/api/users/me/sessions/" + sid, first).status())
                .isEqualTo(204);

        assertThat(call("GET", "/api/users/me", second.text("token")).text("code"))
                .isEqualTo("invalid_token");
        assertThat(server.call("POST", "/api/auth/refresh")
                        .json("{\"refresh_token\":\"" + second.text("refresh_token") + "\"}")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(isValid(first)).isTrue();
        assertThat(listed("/api/users/me/sessions", first, "user_agent")).containsExactly("Firefox");
        Reply again = call("DELETE", "/api/users/me/sessions/" + sid, first);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.text("code")).isEqualTo("session_not_found");
    }

    @Test
    void refuses_sessions_of_others_and_malformed_ids() throws Exception {
        String johns = login("Firefox").text("token");
        User mary = server.add("mary", Role.CLIENT);
        String marys = server.token(mary);
        String sid = claims(marys).getStringClaim("sid");

        assertThat(call("DELETE", "/api/users/me/sessions/" + sid, johns).status())
                .isEqualTo(404);
        assertThat(call("DELETE", "/api/users/" + mary.id() + "/sessions/" + sid, johns)
                        .status())
                .isEqualTo(403);
        assertThat(call("GET", "/api/users/" + mary.id() + "/sessions", johns).status())
                .isEqualTo(403);
        assertThat(call("DELETE", "/api/users/" + mary.id() + "/sessions", johns)
                        .status())
                .isEqualTo(403);
        assertThat(call("DELETE", "/api/users/me/sessions/1", johns).wrongFields())
                .containsExactly("sid");
        assertThat(call("DELETE", "/api/users/me/sessions?except=others", johns).wrongFields())
                .containsExactly("except");
        String nobody = "/api/users/" + UUID.randomUUID() + "/sessions";
        assertThat(call("GET", nobody, server.adminToken()).text("code")).isEqualTo("user_not_found");
        assertThat(call("DELETE", nobody, server.adminToken()).text("code")).isEqualTo("user_not_found");
        assertThat(call("DELETE", nobody + "/" + sid, server.adminToken()).text("code"))
                .isEqualTo("user_not_found");
        assertThat(isValid(marys)).isTrue();
        assertThat(server.call("GET", "/api/users/me/sessions").send().status()).isEqualTo(401);
    }

    @Test
    void ends_all_sessions_or_all_others() {
        String first = login("Firefox").text("token");
        String second = login("Chromium").text("token");

        assertThat(call("DELETE", "/api/users/me/sessions?except=current", first)
                        .status())
                .isEqualTo(204);
        assertThat(isValid(first)).isTrue();
        assertThat(isValid(second)).isFalse();

        String third = login("Chromium").text("token");
        assertThat(call("DELETE", "/api/users/me/sessions", third).status()).isEqualTo(204);
        assertThat(isValid(first)).isFalse();
        assertThat(isValid(third)).isFalse();

        String fourth = login("Chromium").text("token");
        assertThat(call("DELETE", "/api/users/" + john.id() + "/sessions", server.adminToken())
                        .status())
                .isEqualTo(204);
        assertThat(isValid(fourth)).isFalse();
    }

    @Test
    void signs_out_with_just_the_access_token() {
        for (String body : new String[] {null, "{}"}) {
            String token = login("Firefox").text("token");
            var call = server.call("POST", "/api/auth/logout").bearer(token);

            assertThat((body == null ? call : call.json(body)).send().status()).isEqualTo(204);

            assertThat(isValid(token)).isFalse();
            Reply again = call("POST", "/api/auth/logout", token);
            assertThat(again.status()).isEqualTo(401);
            assertThat(again.text("code")).isEqualTo("invalid_token");
        }
    }

    @Test
    void signs_out_with_the_refresh_token_and_ends_the_access_token() {
        Reply login = login("Firefox");

        server.call("POST", "/api/auth/logout")
                .json("{\"refresh_token\":\"" + login.text("refresh_token") + "\"}")
                .send();

        assertThat(isValid(login.text("token"))).isFalse();
    }

    @Test
    void a_new_password_ends_the_other_sessions_and_answers_with_tokens_of_this_one() throws Exception {
        String first = login("Firefox").text("token");
        String other = login("Chromium").text("token");

        for (String method : List.of("PUT", "PATCH")) {
            Reply reply = server.call(method, "/api/users/" + john.id())
                    .bearer(first)
                    .json("{\"password\":\"SecurePass123\"}")
                    .send();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text("id")).isEqualTo(john.id().toString());
            assertThat(reply.json().get("phone_number")).isNotNull();
            assertThat(claims(reply.text("token")).getClaim("sid"))
                    .isEqualTo(claims(first).getClaim("sid"));
            assertThat(isValid(reply.text("token"))).isTrue();
            assertThat(isValid(first)).isFalse();
            assertThat(isValid(other)).isFalse();
            Reply refreshed = server.call("POST", "/api/auth/refresh")
                    .json("{\"refresh_token\":\"" + reply.text("refresh_token") + "\"}")
                    .send();
            assertThat(refreshed.status()).isEqualTo(200);
            first = refreshed.text("token");
        }
        Reply named = server.call("PUT", "/api/users/" + john.id())
                .bearer(first)
                .json("{\"full_name\":\"John Smith\"}")
                .send();
        assertThat(named.json().get("token")).isNull();
    }
}
