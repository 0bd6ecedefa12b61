package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.Race;
import io.clubroom.web.http.PublicUrlSettings;
import io.clubroom.web.support.AuthenticatorApp;
import io.clubroom.web.support.ProviderDouble;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthFlowTest {
    private final TestServer server = TestServer.fresh();
    private final Browser browser = new Browser(server);

    private static void assertError(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }

    private static String fragment(Reply reply) {
        String location = Browser.location(reply);
        assertThat(location).startsWith(ProviderDouble.RETURN_URL + "#");
        return location.substring(location.indexOf('#') + 1);
    }

    private Reply exchange(String code) {
        return server.call("POST", "/api/auth/oauth/exchange")
                .json("{\"code\":\"" + code + "\"}")
                .send();
    }

    @ParameterizedTest
    @EnumSource
    void redirects_to_the_provider_with_state_pkce_nonce_and_cookie(Provider provider) {
        Reply reply = browser.get("/api/auth/oauth/" + provider.text());

        String location = Browser.location(reply);
        assertThat(location).startsWith(server.provider.address(provider) + "/authorize?");
        Map<String, String> parameters = ProviderDouble.parameters(location);
        assertThat(parameters)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", ProviderDouble.CLIENT_ID)
                .containsEntry("redirect_uri", ProviderDouble.REDIRECT_URL)
                .containsEntry("code_challenge_method", "S256");
        assertThat(parameters.get("scope")).contains("email");
        assertThat(parameters.get("state")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(parameters.get("code_challenge")).matches("[A-Za-z0-9_-]{43}");
        assertThat(parameters.containsKey("nonce")).isEqualTo(provider == Provider.OIDC || provider == Provider.GOOGLE);
        assertThat(reply.header("Set-Cookie"))
                .matches("clubroom_oauth=[A-Za-z0-9_-]{43}; .*")
                .contains("HttpOnly", "SameSite=Lax", "Path=/api/auth/oauth", "Max-Age=600")
                .doesNotContain("Secure")
                .doesNotContain(parameters.get("state"));
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @EnumSource
    void the_callback_signs_in(Provider provider) {
        Reply reply = browser.signIn(provider.text());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.text("message")).isEqualTo("OAuth login successful");
        assertThat(reply.text("user.email")).isEqualTo("ada@example.com");
        assertThat(reply.text("user.username")).isEqualTo("ada");
        assertThat(reply.text("user.role")).isEqualTo("client");
        assertThat(reply.text("user.full_name")).isEqualTo(provider == Provider.GITHUB ? "ada" : "Ada Lovelace");
        assertThat(reply.text("refresh_token")).isNotBlank();
        assertThat(reply.text("expires_in")).isEqualTo("3600");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(server.call("GET", "/api/users/me")
                        .bearer(reply.text("token"))
                        .send()
                        .text("id"))
                .isEqualTo(reply.text("user.id"));
    }

    @Test
    void an_account_and_another_with_the_same_address_belong_to_one_user() {
        String first = browser.signIn("google").text("user.id");

        assertThat(browser.signIn("google").text("user.id")).isEqualTo(first);
        assertThat(new Browser(server).signIn("github").text("user.id")).isEqualTo(first);
        assertThat(new Browser(server).signIn("oidc").text("user.id")).isEqualTo(first);
    }

    @Test
    void the_owner_of_an_address_reclaims_a_user_registered_by_a_stranger() {
        User stranger = server.add("ada", Role.CLIENT);
        String token = server.token(stranger);

        Reply reply = browser.signIn("google");

        assertThat(reply.text("user.id")).isEqualTo(stranger.id().toString());
        assertThat(server.call("GET", "/api/users/me").bearer(token).send().status())
                .isEqualTo(401);
        assertError(
                server.call("POST", "/api/auth/login")
                        .json("{\"email\":\"ada@example.com\",\"password\":\"SecurePass123\"}")
                        .send(),
                400,
                "invalid_credentials");
        assertThat(server.call("PUT", "/api/users/" + stranger.id())
                        .bearer(reply.text("token"))
                        .json("{\"password\":\"NewSecurePass456\"}")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_unknown_or_unconfigured_provider_is_not_found() {
        assertError(browser.get("/api/auth/oauth/myspace"), 404, "unknown_provider");
        assertError(browser.get("/api/auth/oauth/Google"), 404, "unknown_provider");
        TestServer other = TestServer.with(new OAuthSettings(
                Map.of(Provider.GITHUB, server.provider.registration(Provider.GITHUB)),
                Optional.of(URI.create("https://club.example/api/auth/oauth/callback")),
                Set.of(),
                Duration.ofSeconds(15)));
        try {
            assertError(new Browser(other).get("/api/auth/oauth/google"), 404, "provider_not_configured");
            assertError(new Browser(other).get("/api/auth/oauth/oidc"), 404, "provider_not_configured");
            Browser secure = new Browser(other);
            assertThat(secure.get("/api/auth/oauth/github").header("Set-Cookie"))
                    .startsWith("__Host-clubroom_oauth=")
                    .contains("HttpOnly", "SameSite=Lax", "Secure", "Path=/;")
                    .doesNotContain("Domain");
            assertThat(secure.signIn("github").status()).isEqualTo(200);
            String state = Browser.state(secure.begin("github"));
            // Another host of the domain can set a cookie without the prefix.
            assertError(
                    other.call("GET", "/api/auth/oauth/callback?code=x&state=" + state)
                            .header("Cookie", String.valueOf(secure.cookie()).replace("__Host-", ""))
                            .send(),
                    400,
                    "oauth_state_invalid");
        } finally {
            other.context().close();
        }
    }

    @Test
    void the_callback_address_is_by_default_where_the_server_listens() {
        TestServer other = TestServer.with(
                new PublicUrlSettings(Optional.empty()),
                new OAuthSettings(
                        Map.of(Provider.GITHUB, server.provider.registration(Provider.GITHUB)),
                        Optional.empty(),
                        Set.of(),
                        Duration.ofSeconds(15)));
        try {
            assertThat(ProviderDouble.parameters(new Browser(other).begin("github")))
                    .containsEntry("redirect_uri", other.address() + "/api/auth/oauth/callback");
        } finally {
            other.context().close();
        }
    }

    @Test
    void a_state_that_is_missing_made_up_used_or_expired_is_invalid() {
        assertError(browser.callback("code=x"), 400, "oauth_state_invalid");
        browser.begin("google");
        assertError(browser.callback(""), 400, "oauth_state_invalid");
        assertError(browser.callback("code=x"), 400, "oauth_state_invalid");
        assertError(browser.callback("code=x&state=made-up"), 400, "oauth_state_invalid");
        assertError(browser.callback("code=x&state=%00"), 400, "oauth_state_invalid");
        assertError(browser.callback("error=access_denied&state=made-up"), 400, "oauth_state_invalid");

        String query = server.provider.consent(browser.begin("google"));
        assertError(browser.callback(query + "&state=" + query), 400, "oauth_state_invalid");
        assertThat(browser.callback(query).status()).isEqualTo(200);
        assertError(browser.callback(query), 400, "oauth_state_invalid");

        String late = server.provider.consent(browser.begin("google"));
        server.clock.advance(Duration.ofMinutes(10));
        assertError(browser.callback(late), 400, "oauth_state_invalid");
    }

    @Test
    void a_state_is_invalid_in_another_browser() {
        Browser attacker = new Browser(server);
        String query = server.provider.consent(attacker.begin("google"));

        assertError(browser.callback(query), 400, "oauth_state_invalid");
        browser.begin("google");
        assertError(browser.callback(query), 400, "oauth_state_invalid");
        assertThat(attacker.callback(query).status()).isEqualTo(200);
    }

    @Test
    void several_tabs_of_one_browser_sign_in_in_any_order() {
        String first = browser.begin("google");
        String second = browser.begin("github");
        String third = browser.begin("google");

        assertThat(browser.callback(server.provider.consent(second)).status()).isEqualTo(200);
        assertThat(browser.callback(server.provider.consent(first)).status()).isEqualTo(200);
        assertThat(browser.callback(server.provider.consent(third)).status()).isEqualTo(200);
    }

    @Test
    void a_code_of_one_provider_is_rejected_with_the_state_of_another() {
        String code = ProviderDouble.parameters("x?" + server.provider.consent(browser.begin("github")))
                .get("code");

        Reply reply = browser.callback("code=" + code + "&state=" + Browser.state(browser.begin("google")));

        assertError(reply, 502, "oauth_provider_error");
        assertThat(reply.body()).doesNotContain("leak-me").doesNotContain("invalid_grant");
    }

    @Test
    void a_code_is_rejected_with_the_state_of_another_sign_in() {
        String stolen = ProviderDouble.parameters("x?" + server.provider.consent(new Browser(server).begin("google")))
                .get("code");

        assertError(
                browser.callback("code=" + stolen + "&state=" + Browser.state(browser.begin("google"))),
                502,
                "oauth_provider_error");
    }

    @Test
    void a_user_who_denies_access_gets_oauth_denied_and_can_start_again() {
        String state = Browser.state(browser.begin("facebook"));

        assertError(
                browser.callback("error=access_denied&error_reason=user_denied&state=" + state), 400, "oauth_denied");
        assertError(browser.callback("error=access_denied&state=" + state), 400, "oauth_state_invalid");
        assertError(
                browser.callback("error=server_error&error_description=leak-me&state="
                        + Browser.state(browser.begin("facebook"))),
                502,
                "oauth_provider_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "code=&", "code=a&code=b&", "code&", "iss=x&", "error=&", "Code=a&"})
    void a_callback_without_a_code_gets_oauth_code_missing(String parameters) {
        assertError(
                browser.callback(parameters + "state=" + Browser.state(browser.begin("facebook"))),
                400,
                "oauth_code_missing");
        assertError(browser.callback(parameters + "state=unknown"), 400, "oauth_state_invalid");
        String returning = Browser.state(browser.begin("google", ProviderDouble.RETURN_URL));
        assertThat(fragment(browser.callback(parameters + "state=" + returning)))
                .isEqualTo("error=oauth_code_missing");
    }

    @Test
    void an_inactive_user_and_one_without_a_verified_address_are_refused() {
        User user = server.add("ada", Role.CLIENT);
        server.call("PUT", "/api/users/" + user.id())
                .bearer(server.adminToken())
                .json("{\"active\":false}")
                .send();
        assertError(browser.signIn("google"), 400, "account_inactive");

        server.provider.answer("/google/userinfo", """
            {"sub":"g-2","email":"ada@example.com","email_verified":false,"name":"Ada"}\
            """);
        assertError(browser.signIn("google"), 400, "oauth_email_unverified");
        assertThat(server.stored(user).passwordHash()).isNotNull();
    }

    @Test
    void return_to_gets_a_code_that_opens_a_session_once() {
        String query = server.provider.consent(browser.begin("google", ProviderDouble.RETURN_URL));
        Reply back = browser.callback(query);

        String fragment = fragment(back);
        assertThat(fragment).matches("code=[A-Za-z0-9_-]{43}");
        assertThat(back.header("Referrer-Policy")).isEqualTo("no-referrer");
        Reply session = exchange(fragment.substring("code=".length()));
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.text("message")).isEqualTo("OAuth login successful");
        assertThat(session.text("user.email")).isEqualTo("ada@example.com");
        assertThat(Browser.location(back)).doesNotContain(session.text("token"));
        assertError(exchange(fragment.substring("code=".length())), 400, "oauth_code_invalid");
    }

    @Test
    void a_code_for_a_session_is_good_for_a_minute() {
        String fragment =
                fragment(browser.callback(server.provider.consent(browser.begin("google", ProviderDouble.RETURN_URL))));
        server.clock.advance(Duration.ofSeconds(60));

        assertError(exchange(fragment.substring("code=".length())), 400, "oauth_code_invalid");
        assertError(exchange("made up"), 400, "oauth_code_invalid");
        assertThat(server.call("POST", "/api/auth/oauth/exchange")
                        .json("{}")
                        .send()
                        .wrongFields())
                .containsExactly("code");
    }

    @Test
    void return_to_gets_the_error_code() {
        String denied = Browser.state(browser.begin("google", ProviderDouble.RETURN_URL));
        assertThat(fragment(browser.callback("error=access_denied&state=" + denied)))
                .isEqualTo("error=oauth_denied");

        String failed = Browser.state(browser.begin("google", ProviderDouble.RETURN_URL));
        assertThat(fragment(browser.callback("code=x&state=" + failed))).isEqualTo("error=oauth_provider_error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/",
                "https://app.example.com/signed-in",
                "https://app.example.com/signed-in?from=oauth&x",
                "https://app.example.com/signed-in?from=oauth%23",
                "HTTPS://app.example.com/signed-in?from=oauth",
                "https://app.example.com.evil.example/signed-in?from=oauth",
                "//evil.example",
                "/\\evil.example"
            })
    void an_unlisted_return_to_is_refused(String url) {
        Reply reply = browser.get("/api/auth/oauth/google?return_to=" + URLEncoder.encode(url, StandardCharsets.UTF_8));

        assertError(reply, 400, "invalid_input");
        assertThat(reply.wrongFields()).containsExactly("return_to");
        assertThat(reply.header("Location")).isNull();
    }

    @Test
    void ten_first_sign_ins_at_once_make_one_user() {
        List<Reply> replies = Race.of(10, i -> new Browser(server).signIn(i % 2 == 0 ? "google" : "github"));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
        assertThat(replies.stream().map(reply -> reply.text("user.id")).distinct())
                .hasSize(1);
    }

    @Test
    void waiting_for_a_provider_does_not_block_an_event_loop() {
        TestServer other = TestServer.another(Map.of("micronaut.netty.event-loops.default.num-threads", 1));
        try {
            List<Integer> meanwhile = new CopyOnWriteArrayList<>();
            // A blocked event loop could not answer this.
            other.provider.before(
                    "/google/token",
                    () -> meanwhile.add(
                            other.call("GET", "/health/ready").send().status()));

            assertThat(new Browser(other).signIn("google").status()).isEqualTo(200);
            assertThat(meanwhile).containsExactly(200);
        } finally {
            other.context().close();
        }
    }

    @Test
    void a_hanging_provider_is_a_provider_error() {
        OAuthSettings settings = server.provider.settings();
        TestServer other = TestServer.with(new OAuthSettings(
                settings.registrations(), settings.redirectUrl(), settings.returnUrls(), Duration.ofMillis(300)));
        CountDownLatch end = new CountDownLatch(1);
        try {
            other.provider.before("/github/token", () -> await(end));
            other.provider.before("/github/emails", () -> await(end));
            Browser github = new Browser(other);
            assertError(github.signIn("github"), 502, "oauth_provider_error");
            other.provider.before("/github/token", () -> {});
            assertError(github.signIn("github"), 502, "oauth_provider_error");
        } finally {
            end.countDown();
            other.context().close();
        }
        assertThat(OAuthSettings.TIMEOUT).isEqualTo(Duration.ofSeconds(5));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @CsvSource({"text/html", "application/xhtml+xml", "image/png"})
    void any_accept_header_is_served(String accept) {
        Reply reply = server.call("GET", "/api/auth/oauth/google")
                .header("Accept", accept)
                .send();

        assertThat(reply.status()).isEqualTo(302);
        assertError(
                server.call("GET", "/api/auth/oauth/myspace")
                        .header("Accept", accept)
                        .send(),
                404,
                "unknown_provider");
    }

    @Test
    void logs_the_failure_without_secrets() {
        try (Logged log = Logged.everything()) {
            String begun = browser.begin("google");
            browser.callback("code=the-secret-code&state=" + Browser.state(begun));
            browser.signIn("oidc");

            String lines = log.events().stream()
                    .map(event -> event.getFormattedMessage() + event.getThrowableProxy())
                    .reduce("", String::concat);
            assertThat(lines)
                    .contains("Sign-in with google failed: it rejected the code")
                    .doesNotContain("the-secret-code")
                    .doesNotContain("leak-me")
                    .doesNotContain(ProviderDouble.CLIENT_SECRET)
                    .doesNotContain("the-access-token")
                    .doesNotContain(Browser.state(begun));
        }
    }

    private AuthenticatorApp addAuthenticatorApp(String token) {
        AuthenticatorApp app = new AuthenticatorApp(
                server.call("POST", "/api/users/me/totp").bearer(token).send().text("secret"), server.clock);
        Reply confirmed = server.call("POST", "/api/users/me/totp/confirm")
                .bearer(token)
                .json("{\"code\":\"" + app.code() + "\"}")
                .send();
        assertThat(confirmed.status()).isEqualTo(200);
        server.clock.advance(Duration.ofMinutes(2));
        return app;
    }

    private Reply answer(String mfaToken, String code) {
        return server.call("POST", "/api/auth/second-factor")
                .json("{\"mfa_token\":\"%s\",\"code\":\"%s\"}".formatted(mfaToken, code))
                .send();
    }

    @Test
    void the_callback_asks_for_the_second_factor() {
        AuthenticatorApp app = addAuthenticatorApp(browser.signIn("github").text("token"));

        Reply asked = browser.signIn("github");

        assertError(asked, 401, "second_factor_required");
        assertThat(asked.header("WWW-Authenticate")).isNull();
        assertThat(asked.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer(asked.text("mfa_token"), app.code()).status()).isEqualTo(200);
    }

    @Test
    void a_page_gets_the_question_for_the_second_factor_in_the_fragment() {
        AuthenticatorApp app = addAuthenticatorApp(browser.signIn("github").text("token"));

        String fragment =
                fragment(browser.callback(server.provider.consent(browser.begin("github", ProviderDouble.RETURN_URL))));

        assertThat(fragment).matches("mfa_token=[A-Za-z0-9_-]{43}&methods=totp,recovery_code");
        String token = fragment.substring("mfa_token=".length(), fragment.indexOf('&'));
        assertThat(answer(token, app.code()).status()).isEqualTo(200);
    }
}
