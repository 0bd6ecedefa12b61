package io.clubroom.web.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.browser.BrowserTest;
import io.clubroom.testkit.browser.TestBrowser;
import io.clubroom.testkit.browser.VirtualAuthenticator;
import io.clubroom.web.http.PublicUrlSettings;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys of a real browser, with an authenticator that it simulates, at a server without a host name. */
@BrowserTest
class PasskeysInBrowserTest {
    private static final String CREATE = """
        async options => JSON.stringify(await navigator.credentials.create({
            publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options))}))\
        """;

    private static final String GET = """
        async options => JSON.stringify(await navigator.credentials.get({
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options))}))\
        """;

    private static TestServer server;
    private static int users;

    private final User john = server.add("john" + users++, Role.CLIENT);

    @BeforeAll
    static void start() {
        server = TestServer.with(new PublicUrlSettings(Optional.empty()));
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    private static Page open(TestBrowser browser, TestServer there) {
        return browser.open(URI.create("http://localhost:" + there.address().getPort() + "/verify-email"));
    }

    private Reply register(Page page) {
        Reply options = server.call("POST", "/api/users/me/passkeys/options")
                .bearer(server.token(john))
                .send();
        return server.call("POST", "/api/users/me/passkeys")
                .bearer(server.token(john))
                .json("""
                    {"challenge_id":"%s","name":"Chromium","credential":%s}\
                    """.formatted(options.text("challenge_id"), page.evaluate(CREATE, options.body())))
                .send();
    }

    private static Reply options(String body) {
        return server.call("POST", "/api/auth/passkey/options").json(body).send();
    }

    private static Reply signIn(Page page) {
        Reply options = options("{}");
        return server.call("POST", "/api/auth/passkey")
                .json(answer(page, options, ""))
                .send();
    }

    private static String answer(Page page, Reply options, String more) {
        return """
            {%s"challenge_id":"%s","credential":%s}\
            """.formatted(more, options.text("challenge_id"), page.evaluate(GET, options.body()));
    }

    @Test
    void signs_in_without_a_name_and_answers_for_the_second_factor(TestBrowser browser) {
        Page page = open(browser, server);
        VirtualAuthenticator.of(page);
        assertThat(register(page).status()).isEqualTo(201);

        Reply signedIn = signIn(page);
        assertThat(signedIn.status()).isEqualTo(200);
        assertThat(signedIn.text("user.id")).isEqualTo(john.id().toString());

        Reply login = server.call("POST", "/api/auth/login")
                .json("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(john.email(), TestServer.PASSWORD.reveal()))
                .send();
        assertThat(login.status()).isEqualTo(401);
        String token = "\"mfa_token\":\"" + login.text("mfa_token") + "\"";
        Reply answered = server.call("POST", "/api/auth/second-factor")
                .json(answer(page, options("{" + token + "}"), token + ","))
                .send();
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.text("user.id")).isEqualTo(john.id().toString());
    }

    @Test
    void makes_no_second_passkey_for_the_same_user(TestBrowser browser) {
        Page page = open(browser, server);
        VirtualAuthenticator.of(page);
        assertThat(register(page).status()).isEqualTo(201);

        assertThatThrownBy(() -> register(page))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("InvalidStateError");
    }

    @Test
    void a_copy_whose_counter_is_behind_is_refused(TestBrowser browser) {
        Page page = open(browser, server);
        VirtualAuthenticator authenticator = VirtualAuthenticator.of(page);
        register(page);
        assertThat(signIn(page).status()).isEqualTo(200);

        // The next signature has the count of the last one.
        authenticator.changeSignCount(count -> count - 1);

        assertThat(signIn(page).text("code")).isEqualTo("credential_invalid");
        assertThat(signIn(page).status())
                .as("the original, which signs more often")
                .isEqualTo(200);
    }

    @Test
    void a_page_of_another_origin_is_refused(TestBrowser browser) {
        Page page = open(browser, server);
        VirtualAuthenticator authenticator = VirtualAuthenticator.of(page);
        register(page);
        Page foreign = open(browser, TestServer.fresh());
        VirtualAuthenticator.of(foreign).copy(authenticator);
        assertThat(signIn(foreign).text("code")).isEqualTo("credential_invalid");

        Page another = open(browser, TestServer.fresh());
        VirtualAuthenticator.of(another);
        assertThat(register(another).text("code")).isEqualTo("credential_invalid");
    }
}
