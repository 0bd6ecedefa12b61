package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);

    @Test
    void signing_in_returns_the_user_and_tokens() {
        Reply reply = login("client@example.com", "SecurePass123");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("user.id")).isEqualTo(client.id().toString());
        assertThat(reply.text("user.phone_number")).isNull();
        assertThat(reply.text("message")).isEqualTo("Login successful");
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(reply.text("expires_in")).isEqualTo("3600");
        assertThat(reply.text("refresh_token")).isNotBlank();
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(me(reply.text("token")).status()).isEqualTo(200);
        assertThat(reply.body()).doesNotContain("hash");
    }

    @Test
    void the_token_has_the_documented_claims() throws Exception {
        String token = login("client@example.com", "SecurePass123").text("token");

        SignedJWT jwt = SignedJWT.parse(token);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(jwt.getHeader().toString()).isEqualTo("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
        assertThat(claims.getClaims().keySet())
                .isEqualTo(Set.of("sub", "name", "email", "role", "ver", "sid", "auth_time", "amr", "iat", "exp"));
        assertThat(claims.getSubject()).isEqualTo(client.id().toString());
        assertThat(claims.getStringClaim("name")).isEqualTo("client");
        assertThat(claims.getStringClaim("email")).isEqualTo("client@example.com");
        assertThat(claims.getStringClaim("role")).isEqualTo("client");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(TestServer.EXPIRATION);
    }

    @Test
    void the_case_of_the_email_address_is_ignored() {
        assertThat(login("CLIENT@Example.COM", "SecurePass123").status()).isEqualTo(200);
    }

    @Test
    void a_wrong_password_and_an_unknown_address_give_the_same_response_at_the_same_cost() {
        int before = server.passwords.verifications();
        Reply wrong = login("client@example.com", "SecurePass124");
        int afterWrong = server.passwords.verifications();
        Reply unknown = login("nobody@example.com", "SecurePass123");
        int afterUnknown = server.passwords.verifications();

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("code")).isEqualTo("invalid_credentials");
        assertThat(wrong.text("message")).isEqualTo("Invalid email or password");
        assertThat(withoutId(unknown)).isEqualTo(withoutId(wrong));
        assertThat(afterWrong - before).isEqualTo(afterUnknown - afterWrong).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not an address", "", "client", "client@example.com "})
    void an_invalid_address_is_treated_as_unknown(String email) {
        assertThat(login(email, "SecurePass123").text("code")).isEqualTo("invalid_credentials");
    }

    @Test
    void an_inactive_account_is_reported_only_for_the_correct_password() {
        server.call("PUT", "/api/users/" + client.id())
                .bearer(server.adminToken())
                .json("{\"active\":false}")
                .send();

        Reply wrong = login("client@example.com", "SecurePass124");
        Reply right = login("client@example.com", "SecurePass123");

        assertThat(wrong.text("code")).isEqualTo("invalid_credentials");
        assertThat(right.status()).isEqualTo(400);
        assertThat(right.text("code")).isEqualTo("account_inactive");
    }

    @Test
    void missing_fields_and_fields_of_the_wrong_type_are_listed() {
        assertThat(post("login", "{}").wrongFields()).containsExactly("email", "password");
        assertThat(post("login", "{\"email\":null,\"password\":1}").wrongFields())
                .containsExactly("email", "password");
        assertThat(post("login", "{\"email\":\"a\\u0000@example.com\",\"password\":\"\\ud800\"}")
                        .wrongFields())
                .containsExactly("email", "password");
        assertThat(post("refresh", "{\"refresh_token\":7}").wrongFields()).containsExactly("refresh_token");
        assertThat(post("logout", "{}").wrongFields()).containsExactly("refresh_token");
    }

    @Test
    void a_password_that_breaks_the_current_rules_can_be_used_to_sign_in() {
        assertThat(login("client@example.com", "x".repeat(200)).text("code")).isEqualTo("invalid_credentials");
    }

    @Test
    void a_refresh_token_continues_the_session() {
        Reply login = login("client@example.com", "SecurePass123");

        Reply reply = refresh(login.text("refresh_token"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("message")).isEqualTo("Token refreshed");
        assertThat(reply.text("user.username")).isEqualTo("client");
        assertThat(reply.text("refresh_token")).isNotEqualTo(login.text("refresh_token"));
        assertThat(me(reply.text("token")).status()).isEqualTo(200);
        assertThat(refresh(reply.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void reusing_a_refresh_token_later_ends_the_session() {
        String first = login("client@example.com", "SecurePass123").text("refresh_token");
        String second = refresh(first).text("refresh_token");
        server.clock.advance(Duration.ofMinutes(1));

        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(refresh(second).status()).isEqualTo(401);
    }

    @Test
    void an_unknown_refresh_token_is_refused() {
        Reply reply = refresh("made up");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("code")).isEqualTo("refresh_token_invalid");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void signing_out_ends_the_session_and_is_idempotent() {
        String token = login("client@example.com", "SecurePass123").text("refresh_token");

        for (int i = 0; i < 2; i++) {
            Reply reply = post("logout", "{\"refresh_token\":\"" + token + "\"}");
            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.body()).isEmpty();
        }
        assertThat(refresh(token).status()).isEqualTo(401);
        assertThat(post("logout", "{\"refresh_token\":\"made up\"}").status()).isEqualTo(204);
    }

    @Test
    void changing_the_password_ends_the_other_sessions() {
        String token = login("client@example.com", "SecurePass123").text("refresh_token");
        server.call("PUT", "/api/users/" + client.id())
                .bearer(server.token(client))
                .json("{\"password\":\"NewSecurePass456\"}")
                .send();

        assertThat(refresh(token).status()).isEqualTo(401);
        assertThat(login("client@example.com", "SecurePass123").status()).isEqualTo(400);
        assertThat(login("client@example.com", "NewSecurePass456").status()).isEqualTo(200);
    }

    private Reply login(String email, String password) {
        return post("login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private Reply refresh(String token) {
        return post("refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    private Reply post(String call, String json) {
        return server.call("POST", "/api/auth/" + call).json(json).send();
    }

    private Reply me(String token) {
        return server.call("GET", "/api/users/me").bearer(token).send();
    }

    private static String withoutId(Reply reply) {
        return reply.status() + reply.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }
}
