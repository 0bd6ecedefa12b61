package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.identity.Provider;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the providers answer, and what is believed of it. */
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
    void google_has_to_say_that_the_address_is_verified(String verified) {
        server.provider.answer(GOOGLE, "{\"sub\":\"g-1\",\"email\":\"ada@example.com\"," + verified + "}");

        assertUnverified("google");
    }

    @Test
    void google_may_be_asked_at_its_older_address() {
        String first = signIn("google").text("user.id");
        server.provider.answer(GOOGLE, """
            {"id":"g-1","email":"other@example.com","verified_email":true,"name":"Ada"}\
            """);

        assertThat(signIn("google").text("user.id")).isEqualTo(first);
    }

    @Test
    void github_knows_addresses_of_which_only_the_primary_verified_one_counts() {
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
    void nonsense_instead_of_githubs_addresses_is_a_failure_too(String emails) {
        server.provider.answer("/github/emails", emails);

        assertFailed("github");
    }

    @Test
    void facebook_may_tell_no_address() {
        server.provider.answer("/facebook/userinfo", "{\"id\":\"f-1\",\"name\":\"Ada\"}");

        assertUnverified("facebook");
    }

    @Test
    void a_known_account_needs_no_address() {
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
    void nonsense_is_a_failure_of_the_provider(String userinfo) {
        server.provider.answer(GOOGLE, userinfo);

        assertFailed("google");
    }

    @ParameterizedTest
    @CsvSource({"500", "401", "404", "204", "201"})
    void another_status_than_200_is_a_failure_of_the_provider(int status) {
        server.provider.answer(
                GOOGLE,
                status,
                status == 204 ? "" : "{\"sub\":\"g-1\",\"email\":\"ada@example.com\",\"email_verified\":true}");

        assertFailed("google");
    }

    @Test
    void nobody_is_asked_whom_a_provider_points_at() {
        for (String path : new String[] {"/google/token", GOOGLE}) {
            server.provider.answer(path, 307, "", "Location", server.provider.address(Provider.GOOGLE) + "/elsewhere");
            assertFailed("google");
        }
        assertThat(server.provider.asked()).doesNotContain("/google/elsewhere");
    }

    @Test
    void an_answer_has_64_kib_and_not_one_byte_more() {
        String start = "{\"sub\":\"g-1\",\"email\":\"ada@example.com\",\"email_verified\":true,\"x\":\"";
        String fits = start + "x".repeat(64 * 1024 - start.length() - 2) + "\"}";
        server.provider.answer(GOOGLE, fits);
        assertThat(signIn("google").status()).isEqualTo(200);

        server.provider.answer(GOOGLE, fits + " ");
        assertFailed("google");
    }

    @Test
    void a_token_answer_without_a_token_or_with_an_unusable_one_is_a_failure() {
        for (String token : new String[] {
            "{}", "{\"access_token\":7}", "{\"access_token\":\"\"}", "{\"access_token\":\"a\\r\\nX-Evil: 1\"}"
        }) {
            server.provider.answer("/google/token", token);
            assertFailed("google");
        }
    }

    @Test
    void a_hostile_name_becomes_a_good_one() {
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
