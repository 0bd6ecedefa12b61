package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.identity.Provider;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses of Google, Facebook and GitHub. */
class ProvidersTest {
    private static final String GOOGLE = "/google/userinfo";

    private final TestServer server = TestServer.fresh();

    private Reply signIn(String provider) {
        return new Browser(server).signIn(provider);
    }

    private void assertUnverified(String provider) {
        Reply reply = signIn(provider);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("oauth_email_unverified");
    }

    private void assertFailed(String provider) {
        Reply reply = signIn(provider);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(502);
        assertThat(reply.text("code")).isEqualTo("oauth_provider_error");
        assertThat(reply.body()).doesNotContain("leak-me");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"email_verified\":false",
                "\"email_verified\":\"false\"",
                "\"email_verified\":null",
                "\"email_verified\":1",
                "\"email_verified\":false,\"verified_email\":true",
                "\"other\":true"
            })
    void an_address_that_google_does_not_call_verified_is_refused(String verified) {
        server.provider.answer(GOOGLE, "{\"sub\":\"g-1\",\"email\":\"ada@example.com\"," + verified + "}");

        assertUnverified("google");
    }

    @Test
    void google_s_older_userinfo_endpoint_works_too() {
        String first = signIn("google").text("user.id");
        server.provider.answer(GOOGLE, """
            {"id":"g-1","email":"other@example.com","verified_email":true,"name":"Ada"}\
            """);

        assertThat(signIn("google").text("user.id")).isEqualTo(first);
    }

    @Test
    void only_the_primary_verified_address_of_github_counts() {
        for (String emails : new String[] {
            "[]",
            "[{\"email\":\"ada@example.com\",\"primary\":true,\"verified\":false}]",
            "[{\"email\":\"ada@example.com\",\"primary\":false,\"verified\":true}]",
            "[{\"email\":\"ada@example.com\",\"verified\":true}, 7, null, {}]",
            "[{\"email\":\"no address\",\"primary\":true,\"verified\":true}]",
            "[{\"primary\":true,\"verified\":true}]"
        }) {
            server.provider.answer("/github/emails", emails);
            assertUnverified("github");
        }
        assertThat(server.provider.asked()).contains("/github/emails");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "leak-me", "[", "{\"message\":\"leak-me\"}"})
    void a_malformed_list_of_github_addresses_is_a_provider_error(String emails) {
        server.provider.answer("/github/emails", emails);

        assertFailed("github");
    }

    @Test
    void a_facebook_account_without_an_address_is_refused() {
        server.provider.answer("/facebook/userinfo", "{\"id\":\"f-1\",\"name\":\"Ada\"}");

        assertUnverified("facebook");
    }

    @Test
    void a_linked_account_needs_no_address() {
        String first = signIn("facebook").text("user.id");
        server.provider.answer("/facebook/userinfo", "{\"id\":\"f-1\",\"name\":\"Ada\"}");

        assertThat(signIn("facebook").text("user.id")).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "leak-me",
                "[]",
                "null",
                "{}",
                "{\"sub\":null}",
                "{\"sub\":\"\"}",
                "{\"sub\":[\"leak-me\"]}",
                "{\"sub\":1.5}",
                "{\"sub\":\"a b\"}",
                "{\"sub\":\"a\\u0000b\"}",
                "{\"sub\":\"g-1\""
            })
    void a_malformed_userinfo_response_is_a_provider_error(String userinfo) {
        server.provider.answer(GOOGLE, userinfo);

        assertFailed("google");
    }

    @ParameterizedTest
    @CsvSource({"500", "401", "404", "204", "201"})
    void a_status_other_than_200_is_a_provider_error(int status) {
        server.provider.answer(
                GOOGLE,
                status,
                status == 204 ? "" : "{\"sub\":\"g-1\",\"email\":\"ada@example.com\",\"email_verified\":true}");

        assertFailed("google");
    }

    @Test
    void redirects_of_a_provider_are_not_followed() {
        for (String path : new String[] {"/google/token", GOOGLE}) {
            server.provider.answer(path, 307, "", "Location", server.provider.address(Provider.GOOGLE) + "/elsewhere");
            assertFailed("google");
        }
        assertThat(server.provider.asked()).doesNotContain("/google/elsewhere");
    }

    @Test
    void a_response_may_have_64_kib_and_not_one_byte_more() {
        String start = "{\"sub\":\"g-1\",\"email\":\"ada@example.com\",\"email_verified\":true,\"x\":\"";
        String fits = start + "x".repeat(64 * 1024 - start.length() - 2) + "\"}";
        server.provider.answer(GOOGLE, fits);
        assertThat(signIn("google").status()).isEqualTo(200);

        server.provider.answer(GOOGLE, fits + " ");
        assertFailed("google");
    }

    @Test
    void a_missing_or_malformed_access_token_is_a_provider_error() {
        for (String token : new String[] {
            "{}", "{\"access_token\":7}", "{\"access_token\":\"\"}", "{\"access_token\":\"a\\r\\nX-Evil: 1\"}"
        }) {
            server.provider.answer("/google/token", token);
            assertFailed("google");
        }
    }

    @Test
    void an_invalid_name_is_cleaned() {
        for (String name : new String[] {"\\u0000\\u001b[31m", "", " ", "\\ud800", "\\u202e\\u202e"}) {
            server.provider.answer(GOOGLE, """
                {"sub":"g-%d","email":"u%d@example.com","email_verified":true,"name":"%s"}\
                """.formatted(name.hashCode(), name.hashCode() & 0xffff, name));
            Reply reply = signIn("google");
            assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            assertThat(reply.text("user.full_name"))
                    .doesNotContainPattern("\\p{Cntrl}")
                    .hasSizeGreaterThan(1);
        }
        server.provider.answer(GOOGLE, """
            {"sub":"long","email":"long@example.com","email_verified":true,"name":"%s"}\
            """.formatted("x".repeat(500)));
        assertThat(signIn("google").text("user.full_name")).isEqualTo("x".repeat(100));
    }
}
