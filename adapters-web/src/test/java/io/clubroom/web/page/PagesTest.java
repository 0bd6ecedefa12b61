package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.testkit.Logged;
import io.clubroom.web.limit.LimitSettings;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What all pages have in common. */
class PagesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final TestServer server = TestServer.fresh();

    private final Logger requests = (Logger) LoggerFactory.getLogger("io.clubroom.requests");

    @AfterEach
    void as_before() {
        requests.setLevel(null);
        server.users.recover();
    }

    private String resetToken() {
        server.add("john", Role.CLIENT);
        server.call("POST", "/reset-password").form("email", "john@example.com").send();
        return server.mailbox.token(MailKind.PASSWORD_RESET, "john@example.com");
    }

    private static void assertPage(Reply reply, int status, String title) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        if (!reply.body().isEmpty()) {
            assertThat(reply.body())
                    .contains("<html lang=\"en\">", "<title>" + title)
                    .doesNotContain("http://", "https://", " style=", " onclick=", "src=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify-email", "/reset-password", "/restore-email", "/invitation", "/unsubscribe"})
    void need_no_other_host_and_are_kept_by_nobody(String path) {
        String bad = path + "?token=unknown";

        assertPage(server.call("GET", bad).send(), 400, "This link does not work");
        assertPage(server.call("HEAD", bad).send(), 400, "");
        assertPage(server.call("POST", path).form("token", "unknown").send(), 400, "This link does not work");
        assertPage(server.call("GET", bad).header("Accept", "application/json").send(), 400, "This link does not work");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify-email", "/reset-password", "/restore-email", "/invitation", "/unsubscribe"})
    void a_form_that_has_nothing_is_refused_like_a_link_that_does_not_work(String path) {
        assertPage(server.call("POST", path).send(), 400, "This link does not work");
        assertPage(server.call("POST", path).body(FORM, "").send(), 400, "This link does not work");
    }

    @Test
    void valid_links_too() {
        String path = "/reset-password?token=" + resetToken();

        assertPage(server.call("GET", path).send(), 200, "Choose a new password");
        assertPage(server.call("HEAD", path).send(), 200, "");
        assertPage(server.call("GET", "/verify-email").send(), 200, "Verify your e-mail address");
        assertPage(server.call("GET", "/reset-password").send(), 200, "Choose a new password");
    }

    /** With the referrer policy of the pages, browsers send this origin (Fetch Standard §3.2). */
    @Test
    void take_the_forms_of_browsers() {
        Reply page = server.call("POST", "/reset-password")
                .header("Origin", "null")
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .form("token", resetToken(), "password", "BrandNew1Password")
                .send();

        assertPage(page, 200, "Your new password is set");
        assertThat(page.header("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{\"token\":\"x\"}', 415",
        "multipart/form-data; boundary=b, '--b--', 415",
        "text/plain, token=x, 415",
        "application/x-www-form-urlencoded, token=a&token=b, 400",
        "application/x-www-form-urlencoded, token=%zz, 400",
        "application/x-www-form-urlencoded, token=%ff, 400",
        "application/x-www-form-urlencoded, token=%, 400",
        "application/x-www-form-urlencoded; charset=utf-8, '', 400",
        "application/x-www-form-urlencoded, '&&=&', 400"
    })
    void a_body_that_is_no_form_is_refused_with_a_page(String type, String body, int status) {
        assertPage(server.call("POST", "/reset-password").body(type, body).send(), status, "");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_with_a_page() {
        byte[] body = "token=\u00e9".getBytes(StandardCharsets.ISO_8859_1);

        assertPage(server.call("POST", "/verify-email").body(FORM, body).send(), 400, "This cannot be done");
    }

    @Test
    void a_form_that_is_too_large_is_refused_with_a_page() {
        Reply page = server.call("POST", "/invitation")
                .body(FORM, "token=" + "x".repeat(65_536))
                .send();

        assertPage(page, 413, "This cannot be done");
    }

    @Test
    void other_methods_get_the_error_of_the_api() {
        Reply refused = server.call("DELETE", "/verify-email").send();

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.text("code")).isEqualTo("method_not_allowed");
    }

    @Test
    void say_that_the_database_is_unavailable() {
        String token = resetToken();
        server.users.failWith(
                () -> new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(5), "no connection", null));

        Reply page = server.call("GET", "/reset-password?token=" + token)
                .header("X-Request-Id", "of-this-test")
                .send();

        assertPage(page, 503, "Not available at the moment");
        assertThat(page.body()).contains("Wait 5 seconds", "of-this-test");
        assertThat(page.header("Retry-After")).isEqualTo("5");
    }

    @Test
    void hide_what_failed() {
        String token = resetToken();
        server.users.failWith(() -> new IllegalStateException("a secret"));

        try (Logged logged = Logged.everything()) {
            Reply page = server.call("GET", "/reset-password?token=" + token).send();

            assertPage(page, 500, "Something went wrong");
            assertThat(page.body()).doesNotContain("secret");
            assertThat(logged.events())
                    .noneMatch(event -> event.getFormattedMessage().contains(token));
        }
    }

    @Test
    void tokens_are_in_no_log() {
        String token = resetToken();
        requests.setLevel(Level.DEBUG);

        try (Logged logged = Logged.everything()) {
            server.call("GET", "/reset-password?token=" + token).send();
            server.call("GET", "/reset-password?token=" + token + "&token=" + token)
                    .send();
            server.call("POST", "/reset-password")
                    .form("token", token, "password", "weak")
                    .send();

            assertThat(logged.events())
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(
                                    event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap())
                            .doesNotContain(token));
        }
    }

    @Test
    void clients_that_try_too_often_get_a_page() {
        TestServer limited = TestServer.with(new LimitSettings(true, 8, 1200, 10, 100, 3, 20, 20, 10, 300, 20));
        try {
            for (String path : List.of("/verify-email", "/reset-password", "/restore-email")) {
                assertThat(limited.call("POST", path)
                                .form("token", "guess", "password", "SecurePass123")
                                .send()
                                .status())
                        .isEqualTo(400);
            }
            Reply guess =
                    limited.call("POST", "/verify-email").form("token", "guess").send();
            assertPage(guess, 429, "Too many tries");
            assertThat(guess.header("Retry-After")).isNotNull();
            for (int i = 0; i < 4; i++) {
                limited.call("GET", "/unsubscribe").send();
            }
            assertPage(limited.call("GET", "/unsubscribe").send(), 429, "Too many tries");
        } finally {
            limited.context().close();
        }
    }

    @Test
    void registrations_by_invitation_are_limited() {
        TestServer limited = TestServer.with(new LimitSettings(true, 1200, 1200, 10, 100, 60, 1, 20, 10, 300, 20));
        try {
            limited.add("taken", Role.CLIENT);
            limited.call("POST", "/api/invitations")
                    .bearer(limited.adminToken())
                    .json("{\"email\":\"maria@example.com\"}")
                    .send();
            String token = limited.mailbox.token(MailKind.INVITATION, "maria@example.com");

            String[] form = {"token", token, "username", "taken", "full_name", "Maria", "password", "SecurePass123"};
            assertPage(limited.call("POST", "/invitation").form(form).send(), 400, "Error: Create your account");
            assertPage(limited.call("POST", "/invitation").form(form).send(), 429, "Too many tries");
        } finally {
            limited.context().close();
        }
    }
}
