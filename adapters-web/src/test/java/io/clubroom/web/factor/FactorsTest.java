package io.clubroom.web.factor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.support.AuthenticatorApp;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class FactorsTest {
    private final TestServer server = TestServer.fresh();
    private final User ada = server.add("ada", Role.CLIENT);

    /** What a user has after enrollment. */
    private record Enrolled(AuthenticatorApp app, List<String> recoveryCodes) {}

    private Call call(String method, String path) {
        return server.call(method, path).bearer(server.token(ada));
    }

    private Reply confirm(String code) {
        return call("POST", "/api/users/me/totp/confirm")
                .json("{\"code\":\"" + code + "\"}")
                .send();
    }

    private AuthenticatorApp begin() {
        return new AuthenticatorApp(call("POST", "/api/users/me/totp").send().text("secret"), server.clock);
    }

    private static List<String> recoveryCodes(Reply reply) {
        var codes = reply.json().get("recovery_codes");
        return IntStream.range(0, codes.size())
                .mapToObj(i -> codes.get(i).getStringValue())
                .toList();
    }

    private Enrolled enroll() {
        AuthenticatorApp app = begin();
        List<String> codes = recoveryCodes(confirm(app.code()));
        // So that no code of now was used.
        server.clock.advance(Duration.ofMinutes(2));
        return new Enrolled(app, codes);
    }

    private Reply login() {
        return server.call("POST", "/api/auth/login")
                .json("{\"email\":\"ada@example.com\",\"password\":\"SecurePass123\"}")
                .send();
    }

    private Reply answer(String token, String code) {
        return server.call("POST", "/api/auth/second-factor")
                .json("{\"mfa_token\":\"%s\",\"code\":\"%s\"}".formatted(token, code))
                .send();
    }

    private Reply answer(String code) {
        return answer(login().text("mfa_token"), code);
    }

    private Reply reauthenticate(String token, String body) {
        return server.call("POST", "/api/auth/reauthenticate")
                .bearer(token)
                .json(body)
                .send();
    }

    @Test
    void an_authenticator_app_becomes_a_second_factor() {
        Reply begun = call("POST", "/api/users/me/totp").send();
        Reply before = call("GET", "/api/users/me/factors").send();
        AuthenticatorApp app = new AuthenticatorApp(begun.text("secret"), server.clock);

        Reply confirmed = confirm(app.code());

        assertThat(begun.status()).isEqualTo(201);
        assertThat(begun.text("secret")).matches("[A-Z2-7]{32}");
        assertThat(begun.text("otpauth_uri"))
                .startsWith("otpauth://totp/Clubroom:ada%40example.com?secret=" + begun.text("secret"))
                .contains("&issuer=Clubroom");
        assertThat(begun.text("qr_svg")).startsWith("<svg ");
        assertThat(begun.header("Cache-Control")).isEqualTo("no-store");
        assertThat(before.body()).isEqualTo("{\"totp\":false,\"recovery_codes_left\":0,\"passkeys\":[]}");
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.json().size()).isEqualTo(1);
        assertThat(recoveryCodes(confirmed)).hasSize(10).allMatch(code -> code.matches("[a-z2-7]{5}-[a-z2-7]{5}"));
        assertThat(call("GET", "/api/users/me/factors").send().body())
                .isEqualTo("{\"totp\":true,\"recovery_codes_left\":10,\"passkeys\":[]}");
        assertThat(server.mailbox
                        .newest(MailKind.FACTOR_ADDED, "ada@example.com")
                        .variables())
                .containsEntry("factor", "Authenticator app");
    }

    @Test
    void a_client_that_knows_nothing_of_second_factors_gets_a_message_and_no_token() {
        enroll();

        Reply reply = login();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("error")).isEqualTo("true");
        assertThat(reply.text("code")).isEqualTo("second_factor_required");
        assertThat(reply.text("message")).isNotBlank();
        assertThat(reply.text("mfa_token")).isNotBlank();
        assertThat(reply.body()).contains("\"methods\":[\"totp\",\"recovery_code\"]");
        assertThat(reply.json().get("token")).isNull();
        assertThat(reply.json().get("refresh_token")).isNull();
        assertThat(reply.header("WWW-Authenticate")).isNull();
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void the_question_may_be_a_problem() {
        enroll();

        Reply reply = server.call("POST", "/api/auth/login")
                .header("Accept", "application/problem+json")
                .json("{\"email\":\"ada@example.com\",\"password\":\"SecurePass123\"}")
                .send();

        assertThat(reply.text("type")).isEqualTo("urn:clubroom:error:second_factor_required");
        assertThat(answer(reply.text("mfa_token"), "000").text("code")).isEqualTo("code_invalid");
    }

    @Test
    void a_code_completes_the_sign_in() throws Exception {
        Enrolled enrolled = enroll();
        String token = login().text("mfa_token");

        Reply reply = answer(token, enrolled.app.code());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("message")).isEqualTo("Login successful");
        assertThat(reply.text("user.username")).isEqualTo("ada");
        assertThat(SignedJWT.parse(reply.text("token")).getJWTClaimsSet().getStringListClaim("amr"))
                .containsExactly("pwd", "otp");
        assertThat(server.call("GET", "/api/users/me")
                        .bearer(reply.text("token"))
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(answer(token, enrolled.recoveryCodes.getFirst()).text("code"))
                .isEqualTo("mfa_token_invalid");
        assertThat(answer(enrolled.app.code()).text("code")).isEqualTo("code_invalid");
    }

    @Test
    void a_recovery_code_is_recognized_however_it_is_typed_and_good_once() {
        Enrolled enrolled = enroll();
        String code = enrolled.recoveryCodes.getFirst();

        assertThat(answer(" " + code.toUpperCase(Locale.ROOT).replace("-", "") + " ")
                        .status())
                .isEqualTo(200);
        assertThat(answer(code).text("code")).isEqualTo("code_invalid");
        assertThat(server.mailbox
                        .newest(MailKind.RECOVERY_CODE_USED, "ada@example.com")
                        .variables())
                .containsEntry("left", "9");
    }

    @Test
    void after_five_wrong_answers_the_right_one_must_wait_too_even_without_limits() {
        Enrolled enrolled = enroll();
        for (int i = 0; i < 5; i++) {
            assertThat(answer(enrolled.app.wrongCode()).text("code")).isEqualTo("code_invalid");
        }

        Reply blocked = answer(enrolled.app.code());

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.text("code")).isEqualTo("rate_limited");
        assertThat(blocked.header("Retry-After")).isEqualTo("900");
        Reply again = reauthenticate(server.token(ada), "{\"code\":\"" + enrolled.app.code() + "\"}");
        assertThat(again.status()).isEqualTo(429);
        assertThat(reauthenticate(server.token(ada), "{\"password\":\"SecurePass123\"}")
                        .status())
                .isEqualTo(200);

        server.clock.advance(Duration.ofMinutes(15));
        assertThat(answer(enrolled.app.code()).status()).isEqualTo(200);
    }

    @Test
    void a_confirmation_has_five_tries_of_its_own() {
        AuthenticatorApp app = begin();
        for (int i = 0; i < 5; i++) {
            assertThat(confirm(app.wrongCode()).text("code")).isEqualTo("code_invalid");
        }

        Reply blocked = confirm(app.code());

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.header("Retry-After")).isEqualTo("900");
    }

    @Test
    void an_app_can_be_removed_and_recovery_codes_renewed() {
        assertThat(call("POST", "/api/users/me/recovery-codes").send().text("code"))
                .isEqualTo("second_factor_missing");
        Enrolled enrolled = enroll();

        Reply renewed = call("POST", "/api/users/me/recovery-codes").send();

        assertThat(renewed.status()).isEqualTo(201);
        assertThat(recoveryCodes(renewed)).hasSize(10).doesNotContainAnyElementsOf(enrolled.recoveryCodes);

        assertThat(call("DELETE", "/api/users/me/totp").send().status()).isEqualTo(204);
        assertThat(login().status()).isEqualTo(200);
        assertThat(call("GET", "/api/users/me/factors").send().body())
                .isEqualTo("{\"totp\":false,\"recovery_codes_left\":0,\"passkeys\":[]}");
        assertThat(server.mailbox.newest(MailKind.FACTOR_REMOVED, "ada@example.com"))
                .isNotNull();
    }

    @Test
    void an_administrator_removes_all_factors_of_a_user() {
        enroll();
        String session = server.token(ada);
        String path = "/api/users/" + ada.id() + "/factors";

        assertThat(call("DELETE", path).send().text("code")).isEqualTo("forbidden");
        assertThat(server.call("DELETE", "/api/users/00000000-0000-0000-0000-000000000000/factors")
                        .bearer(server.adminToken())
                        .send()
                        .text("code"))
                .isEqualTo("user_not_found");
        assertThat(server.call("DELETE", path)
                        .bearer(server.adminToken())
                        .send()
                        .status())
                .isEqualTo(204);

        assertThat(server.call("GET", "/api/users/me").bearer(session).send().status())
                .isEqualTo(401);
        assertThat(login().status()).isEqualTo(200);
        assertThat(server.mailbox
                        .newest(MailKind.FACTOR_REMOVED, "ada@example.com")
                        .variables())
                .containsEntry("factor", "All second factors");
    }

    @Test
    void dangerous_changes_need_an_authentication_of_the_last_ten_minutes() throws Exception {
        Enrolled enrolled = enroll();
        String old = answer(enrolled.app.code()).text("token");
        server.clock.advance(Duration.ofMinutes(10));

        assertThat(server.call("DELETE", "/api/users/me/totp")
                        .bearer(old)
                        .send()
                        .text("code"))
                .isEqualTo("reauthentication_required");
        assertThat(server.call("POST", "/api/users/me/totp").bearer(old).send().status())
                .isEqualTo(403);

        Reply wrong = reauthenticate(old, "{\"password\":\"WrongPass123\"}");
        Reply reply = reauthenticate(old, "{\"code\":\"" + enrolled.app.code() + "\"}");

        assertThat(wrong.text("code")).isEqualTo("invalid_credentials");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("refresh_token")).isNotBlank();
        var before = SignedJWT.parse(old).getJWTClaimsSet();
        var after = SignedJWT.parse(reply.text("token")).getJWTClaimsSet();
        assertThat(after.getClaim("sid")).isEqualTo(before.getClaim("sid"));
        assertThat(after.getLongClaim("auth_time")).isEqualTo(before.getLongClaim("auth_time") + 600);
        assertThat(server.call("DELETE", "/api/users/me/totp")
                        .bearer(reply.text("token"))
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    void reauthenticating_needs_a_token() {
        assertThat(server.call("POST", "/api/auth/reauthenticate")
                        .json("{\"password\":\"SecurePass123\"}")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/users/me/totp/confirm", "/api/auth/second-factor", "/api/auth/reauthenticate"})
    void missing_fields_are_named(String path) {
        assertThat(call("POST", path).json("{}").send().wrongFields()).contains("code");
        assertThat(call("POST", path).json("{\"code\":1}").send().wrongFields()).contains("code");
    }

    @Test
    void changes_are_logged_without_secrets() {
        Logger auditLog = (Logger) LoggerFactory.getLogger(AuditLog.class);
        auditLog.setLevel(Level.INFO);
        try (Logged logged = Logged.everything()) {
            Enrolled enrolled = enroll();
            answer(enrolled.recoveryCodes.getFirst());
            call("POST", "/api/users/me/recovery-codes").send();
            call("DELETE", "/api/users/me/totp").send();

            List<String> messages = logged.events().stream()
                    .filter(event -> event.getLoggerName().equals(AuditLog.class.getName()))
                    .map(event -> event.getFormattedMessage())
                    .toList();
            assertThat(messages)
                    .extracting(message -> message.substring(0, message.indexOf(':')))
                    .containsExactly(
                            "Authenticator app added",
                            "Recovery code used",
                            "Recovery codes renewed",
                            "Authenticator app removed");
            assertThat(messages).allMatch(message -> message.contains(ada.id() + ", address 127.0.0.1"));
            assertThat(logged.events())
                    .noneMatch(event -> event.getFormattedMessage().contains(enrolled.recoveryCodes.getFirst()));
        } finally {
            auditLog.setLevel(null);
        }
    }
}
