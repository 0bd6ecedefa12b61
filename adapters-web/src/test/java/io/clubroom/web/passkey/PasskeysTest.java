package io.clubroom.web.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.UserHandle;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.fuzz.Damage;
import io.clubroom.testkit.passkey.Ceremony;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.passkey.SoftwareAuthenticator;
import io.clubroom.testkit.passkey.SoftwareAuthenticator.Algorithm;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.clubroom.webauthn.WebAuthn4jCeremonies;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasskeysTest {
    private static final String MINE = "/api/users/me/passkeys";
    private static final String SIGN_IN = "/api/auth/passkey";

    private final TestServer server = TestServer.fresh();
    private final User john = server.add("john", Role.CLIENT);
    private final SoftwareAuthenticator authenticator = SoftwareAuthenticator.withCounter(Algorithm.ES256);

    /** John's, so that others are not the first factor. */
    private final Passkey other = PasskeyFixture.of(john.id());

    @BeforeEach
    void john_has_a_passkey() {
        server.passkeys.add(other);
    }

    private Reply send(String method, String path, String body) {
        return server.call(method, path).bearer(server.token(john)).json(body).send();
    }

    private Reply signInOptions() {
        return server.call("POST", SIGN_IN + "/options").json("{}").send();
    }

    private static Ceremony ceremony(Reply options) {
        return Ceremony.of("club.example", "https://club.example", String.valueOf(options.text("challenge")));
    }

    private String registration(Reply options, Ceremony ceremony) {
        return """
            {"challenge_id":"%s","name":" My key ","credential":%s}\
            """.formatted(
                        options.text("challenge_id"), SoftwareAuthenticator.json(authenticator.register(ceremony)));
    }

    private Reply register() {
        Reply options = send("POST", MINE + "/options", "{}");
        return send("POST", MINE, registration(options, ceremony(options)));
    }

    private String answer(Reply options, Ceremony ceremony) {
        return """
            {"challenge_id":"%s","credential":%s}\
            """.formatted(
                        options.text("challenge_id"),
                        SoftwareAuthenticator.json(authenticator.sign(
                                ceremony, UserHandle.of(john.id()).value())));
    }

    private Reply signIn(String body) {
        return server.call("POST", SIGN_IN).json(body).send();
    }

    @Test
    void offers_what_browsers_need_to_make_a_passkey() {
        Reply options = send("POST", MINE + "/options", "");

        assertThat(options.status()).isEqualTo(200);
        assertThat(options.body()).isEqualTo("""
            {"challenge_id":"%s","rp":{"id":"club.example","name":"Clubroom"},\
            "user":{"id":"%s","name":"john@example.com","displayName":"%s"},\
            "challenge":"%s",\
            "pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-8},{"type":"public-key","alg":-257}],\
            "timeout":300000,\
            "excludeCredentials":[{"type":"public-key","id":"%s","transports":["internal","hybrid"]}],\
            "authenticatorSelection":{"residentKey":"required","requireResidentKey":true,"userVerification":"required"},\
            "attestation":"none"}\
            """.formatted(
                        options.text("challenge_id"),
                        UserHandle.of(john.id()).value(),
                        john.fullName(),
                        options.text("challenge"),
                        other.credential().id()));
    }

    @Test
    void offers_what_browsers_need_to_use_a_passkey() {
        Reply anybody = signInOptions();
        assertThat(anybody.status()).isEqualTo(200);
        assertThat(anybody.body()).isEqualTo("""
            {"challenge_id":"%s","challenge":"%s","timeout":300000,"rpId":"club.example","allowCredentials":[],\
            "userVerification":"required"}\
            """.formatted(anybody.text("challenge_id"), anybody.text("challenge")));

        assertThat(send("POST", SIGN_IN + "/options", "{}").body())
                .contains("\"allowCredentials\":[{\"type\":\"public-key\",\"id\":\""
                        + other.credential().id() + "\"");
        assertThat(server.call("POST", SIGN_IN + "/options").send().status()).isEqualTo(200);
    }

    @Test
    void a_token_that_is_not_valid_is_not_taken_for_none() {
        Reply refused = server.call("POST", SIGN_IN + "/options")
                .bearer("forged")
                .json("{}")
                .send();

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("code")).isEqualTo("invalid_token");
        Reply waiting = server.call("POST", SIGN_IN + "/options")
                .json("{\"mfa_token\":\"x\"}")
                .send();
        assertThat(waiting.status()).isEqualTo(400);
        assertThat(waiting.text("code")).isEqualTo("mfa_token_invalid");
    }

    @Test
    void shows_the_new_passkey_and_signs_in_with_it() {
        server.passkeys.remove(other.id());
        Reply added = register();

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body()).startsWith("""
            {"id":"%s","name":"My key","created_at":"2026-03-01T12:00:00.123456Z","backed_up":false,\
            "recovery_codes":["\
            """.formatted(added.text("id"))).endsWith("\"]}");

        Reply options = signInOptions();
        Reply signedIn = signIn(answer(options, ceremony(options)));

        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(signedIn.text("user.id")).isEqualTo(john.id().toString());
        assertThat(server.call("GET", "/api/users/me")
                        .bearer(String.valueOf(signedIn.text("token")))
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(server.call("GET", "/api/users/me/sessions")
                        .bearer(String.valueOf(signedIn.text("token")))
                        .send()
                        .body())
                .contains("\"method\":\"passkey\"");
    }

    @Test
    void renames_and_removes_it() {
        String path = MINE + "/" + register().text("id");
        String token = freshToken();

        Reply renamed = server.call("PATCH", path)
                .bearer(token)
                .json("{\"name\":\"Phone\"}")
                .send();
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.text("name")).isEqualTo("Phone");
        assertThat(server.call("DELETE", path).bearer(token).send().status()).isEqualTo(204);

        Reply gone = server.call("DELETE", path).bearer(token).send();
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text("code")).isEqualTo("passkey_not_found");
        assertThat(server.call("PATCH", path)
                        .bearer(token)
                        .json("{\"name\":\"Phone\"}")
                        .send()
                        .text("code"))
                .isEqualTo("passkey_not_found");
    }

    /** Of a session that was opened a moment ago. */
    private String freshToken() {
        Reply options = signInOptions();
        return String.valueOf(signIn(answer(options, ceremony(options))).text("token"));
    }

    @Test
    void refuses_what_it_must_with_a_code_of_its_own() {
        Reply first = send("POST", MINE + "/options", "{}");
        assertThat(send("POST", MINE, registration(first, ceremony(first).withOrigin("https://evil.example")))
                        .text("code"))
                .isEqualTo("credential_invalid");
        assertThat(send("POST", MINE, registration(first, ceremony(first))).text("code"))
                .isEqualTo("challenge_invalid");
        register();

        Reply options = signInOptions();
        assertThat(signIn(answer(options, ceremony(options).withoutVerification()))
                        .text("code"))
                .isEqualTo("credential_invalid");
        assertThat(signIn(answer(options, ceremony(options))).text("code")).isEqualTo("challenge_invalid");
        assertThat(signIn(answer(options, ceremony(options)).replace(options.text("challenge_id"), "x"))
                        .text("code"))
                .isEqualTo("challenge_invalid");
    }

    @Test
    void a_change_needs_a_recent_authentication() {
        String path = MINE + "/" + register().text("id");
        Reply options = send("POST", MINE + "/options", "{}");
        String token = server.token(john, server.clock.instant().minus(Duration.ofMinutes(10)));

        for (Reply refused : List.of(
                server.call("POST", MINE)
                        .bearer(token)
                        .json(registration(options, ceremony(options)))
                        .send(),
                server.call("PATCH", path)
                        .bearer(token)
                        .json("{\"name\":\"Phone\"}")
                        .send(),
                server.call("DELETE", path).bearer(token).send())) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("reauthentication_required");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                   | challenge_id, credential
        {"challenge_id":"x","credential":"y"}                                | credential
        {"challenge_id":"x","credential":{}}                                 | credential.response, credential.id, credential.type
        {"challenge_id":1,"credential":{"id":"A","type":1,"response":{}}}    | challenge_id, credential.type, \
        credential.response.clientDataJSON, credential.response.authenticatorData, credential.response.signature
        """)
    void names_what_is_missing(String body, String fields) {
        Reply refused = signIn(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactlyInAnyOrder(fields.split(",\\s*"));
    }

    @Test
    void logs_each_change_without_a_secret() {
        try (Logged logged = Logged.by(AuditLog.class)) {
            String path = MINE + "/" + register().text("id");
            String token = freshToken();
            server.call("PATCH", path)
                    .bearer(token)
                    .json("{\"name\":\"Phone\"}")
                    .send();
            server.call("DELETE", path).bearer(token).send();

            assertThat(logged.events().stream().map(event -> event.getFormattedMessage()))
                    .containsExactly(line("Passkey added"), line("Passkey renamed"), line("Passkey removed"));
        }
    }

    @Test
    void logs_a_counter_that_does_not_rise_without_a_secret() {
        String id = String.valueOf(register().text("id"));
        Reply options = signInOptions();
        assertThat(signIn(answer(options, ceremony(options).withSignCount(7))).status())
                .isEqualTo(200);

        try (Logged logged = Logged.by(WebAuthn4jCeremonies.class)) {
            Reply again = signInOptions();
            assertThat(signIn(answer(again, ceremony(again).withSignCount(7))).text("code"))
                    .isEqualTo("credential_invalid");
            Reply forged = signInOptions();
            assertThat(signIn(answer(forged, ceremony(forged).withSignCount(8).withoutVerification()))
                            .text("code"))
                    .isEqualTo("credential_invalid");

            assertThat(logged.events()).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage())
                        .isEqualTo("Passkey " + id + " of account " + john.id()
                                + " is refused, because its counter is not above the last one, 7:"
                                + " the authenticator may have been cloned");
            });
        }
    }

    private String line(String change) {
        return change + ": actor " + john.id() + ", account " + john.id() + ", address 127.0.0.1";
    }

    /** Valid requests in which anything is changed. */
    @Test
    void answers_damaged_credentials() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        register();
        String token = freshToken();
        for (int i = 0; i < Integer.getInteger("tests.tries", 30); i++) {
            Reply creation =
                    server.call("POST", MINE + "/options").bearer(token).send();
            Reply added = server.call("POST", MINE)
                    .bearer(token)
                    .body(
                            "application/json",
                            Damage.bytes(Damage.json(registration(creation, ceremony(creation)), random), random))
                    .send();
            assertThat(added.status()).as("seed %d: %s", seed, added).isBetween(200, 499);

            Reply options = signInOptions();
            Reply signedIn = server.call("POST", SIGN_IN)
                    .body(
                            "application/json",
                            Damage.bytes(Damage.json(answer(options, ceremony(options)), random), random))
                    .send();
            assertThat(signedIn.status()).as("seed %d: %s", seed, signedIn).isBetween(200, 499);
        }
    }
}
