package io.clubroom.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.HashRequester;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test is a client with its own address, given by a proxy. */
class LimitedServerTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static TestServer server;

    private final int number = NUMBER.incrementAndGet();
    private final String address = "198.51.100." + number;

    @BeforeAll
    static void start() {
        server = TestServer.with(
                new LimitSettings(true, 100, 30, 10, 25, 60, 20, 20, 10, 28, 20),
                new ProxySettings(List.of("127.0.0.0/8")));
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    private Call call(String method, String path) {
        return call(method, path, address);
    }

    private static Call call(String method, String path, String address) {
        return server.call(method, path).header("X-Forwarded-For", address);
    }

    private Reply login(String email) {
        return call("POST", "/api/auth/login")
                .json("{\"email\":\"" + email + "\",\"password\":\"Wrong-password-1\"}")
                .send();
    }

    private Call register(String username) {
        return call("POST", "/api/users").json("""
            {"username":"%1$s","email":"%1$s@example.com","password":"SecurePass123","full_name":"%1$s"}
            """.formatted(username));
    }

    private static void assertRefused(Reply reply, String policy, int window) {
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.text("code")).isEqualTo("rate_limited");
        assertThat(reply.text("status")).isEqualTo("429");
        assertThat(reply.text("request_id")).isEqualTo(reply.header("X-Request-Id"));
        int retryAfter = Integer.parseInt(String.valueOf(reply.header("Retry-After")));
        assertThat(retryAfter).isBetween(1, window);
        assertThat(reply.header("RateLimit-Policy")).isEqualTo(policy + ";w=" + window);
        assertThat(reply.header("RateLimit")).endsWith(";r=0;t=" + retryAfter);
    }

    @Test
    void every_response_has_the_remaining_quota() {
        Reply found = call("GET", "/api/users/me").bearer(server.adminToken()).send();
        Reply missing = call("GET", "/nope").send();
        Reply refused = call("GET", "/api/users").send();

        assertThat(found.header("RateLimit-Policy")).isEqualTo("\"user\";q=30;w=60");
        assertThat(found.header("RateLimit")).matches("\"user\";r=\\d+;t=\\d+");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.header("RateLimit-Policy")).isEqualTo("\"default\";q=100;w=60");
        assertThat(missing.header("RateLimit")).matches("\"default\";r=98;t=\\d+");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("RateLimit")).matches("\"default\";r=97;t=\\d+");
    }

    @Test
    void the_eleventh_login_to_an_account_from_an_address_is_refused_before_its_password_is_verified() {
        User user = server.add("limited" + number, Role.CLIENT);
        String email = user.email().value();
        Reply first = login(email);
        for (int i = 2; i <= 10; i++) {
            // The case of the address does not matter.
            assertThat(login(i % 2 == 0 ? email.toUpperCase(java.util.Locale.ROOT) : email)
                            .text("code"))
                    .isEqualTo("invalid_credentials");
        }
        int before = server.passwords.verifications();

        Reply refused = login(email);

        assertThat(first.header("RateLimit")).isEqualTo("\"login-account\";r=9;t=60");
        assertRefused(refused, "\"login-account\";q=10", 60);
        assertThat(server.passwords.verifications()).isEqualTo(before);
        assertThat(login("another" + number + "@example.com").status()).isEqualTo(400);
        assertThat(call("POST", "/api/auth/login", "192.0.2." + number)
                        .json("{\"email\":\"" + email + "\",\"password\":\"SecurePass123\"}")
                        .send()
                        .status())
                .as("the right password from another address")
                .isEqualTo(200);
    }

    @Test
    void an_account_is_refused_to_everyone_after_many_logins_from_several_addresses() {
        User user = server.add("besieged" + number, Role.CLIENT);
        for (int i = 1; i <= 25; i++) {
            assertThat(loginFrom("203.0.113." + (100 + i % 5), user.email().value())
                            .text("code"))
                    .isEqualTo("invalid_credentials");
        }
        int before = server.passwords.verifications();

        assertRefused(loginFrom(address, user.email().value()), "\"login-account-all\";q=25", 60);

        assertThat(server.passwords.verifications()).isEqualTo(before);
    }

    private static Reply loginFrom(String address, String email) {
        return call("POST", "/api/auth/login", address)
                .json("{\"email\":\"" + email + "\",\"password\":\"Wrong-password-1\"}")
                .send();
    }

    @Test
    void an_unknown_account_is_limited_like_a_known_one() {
        for (int i = 1; i <= 10; i++) {
            assertThat(login("nobody@example.com").status()).isEqualTo(400);
        }
        assertRefused(login("nobody@example.com"), "\"login-account\";q=10", 60);
    }

    @Test
    void the_sixty_first_login_from_an_address_is_refused() {
        for (int i = 1; i <= 60; i++) {
            assertThat(login("a" + number + "-" + i + "@example.com").status()).isEqualTo(400);
        }
        int before = server.passwords.verifications();

        assertRefused(login("last" + number + "@example.com"), "\"login-address\";q=60", 60);

        assertThat(server.passwords.verifications()).isEqualTo(before);
        assertThat(call("GET", "/api/users/me").send().status())
                .as("other calls")
                .isEqualTo(401);
        assertThat(call("POST", "/api/auth/login", "192.0.2." + number)
                        .json("{\"email\":\"last" + number + "@example.com\",\"password\":\"x\"}")
                        .send()
                        .header("RateLimit"))
                .as("quota of the account")
                .contains("r=9");
    }

    @Test
    void challenges_for_sign_ins_and_second_factors_count_like_logins_from_an_address() {
        for (int i = 1; i <= 30; i++) {
            assertThat(challenge().send().status()).isEqualTo(200);
            assertThat(secondFactor().text("code")).isEqualTo("mfa_token_invalid");
        }

        assertRefused(challenge().send(), "\"login-address\";q=60", 60);
        assertRefused(secondFactor(), "\"login-address\";q=60", 60);
        assertThat(challenge().bearer(server.adminToken()).send().status())
                .as("to authenticate again")
                .isEqualTo(200);
    }

    private Call challenge() {
        return call("POST", "/api/auth/passkey/options").json("{}");
    }

    private Reply secondFactor() {
        return call("POST", "/api/auth/second-factor")
                .json("{\"mfa_token\":\"unknown\",\"code\":\"123456\"}")
                .send();
    }

    @Test
    void guesses_of_the_password_to_authenticate_again_and_new_recovery_codes_are_limited() {
        String token = server.token(server.add("again" + number, Role.CLIENT));
        for (int i = 1; i <= 5; i++) {
            assertThat(reauthenticate(token).text("code")).isEqualTo("invalid_credentials");
            assertThat(recoveryCodes(token).text("code")).isEqualTo("second_factor_missing");
        }

        assertRefused(reauthenticate(token), "\"password-change\";q=10", 60);
        assertRefused(recoveryCodes(token), "\"password-change\";q=10", 60);
    }

    private Reply reauthenticate(String token) {
        return call("POST", "/api/auth/reauthenticate")
                .bearer(token)
                .json("{\"password\":\"Wrong-password-1\"}")
                .send();
    }

    private Reply recoveryCodes(String token) {
        return call("POST", "/api/users/me/recovery-codes").bearer(token).send();
    }

    @Test
    void the_twenty_first_registration_from_an_address_is_refused_except_for_administrators() {
        for (int i = 1; i <= 20; i++) {
            assertThat(register("reg" + number + "-" + i).send().status()).isEqualTo(201);
        }
        int before = server.passwords.hashes();

        assertRefused(register("one-too-many" + number).send(), "\"registration\";q=20", 3600);

        assertThat(server.passwords.hashes()).isEqualTo(before);
        assertThat(register("by-admin" + number)
                        .bearer(server.adminToken())
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_registration_with_invalid_fields_does_not_count() {
        for (int i = 1; i <= 25; i++) {
            assertThat(register("x").send().status()).isEqualTo(400);
        }
        assertThat(register("right" + number).send().status()).isEqualTo(201);
    }

    @Test
    void guesses_of_the_current_password_are_limited_like_logins() {
        User user = server.add("guessed" + number, Role.CLIENT);
        String token = server.token(user);
        String body = "{\"current_password\":\"Wrong-password-1\",\"full_name\":\"Some Name\"}";
        for (int i = 1; i <= 10; i++) {
            assertThat(call(i % 2 == 0 ? "PUT" : "PATCH", "/api/users/" + user.id())
                            .bearer(token)
                            .json(body)
                            .send()
                            .status())
                    .isEqualTo(200);
        }

        Reply refused =
                call("PUT", "/api/users/" + user.id()).bearer(token).json(body).send();

        assertRefused(refused, "\"password-change\";q=10", 60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"SecurePass%d\"}",
                "{\"password\":\"SecurePass%d\",\"username\":\"%s\"}",
                "{\"password\":\"SecurePass%d\",\"email\":\"%2$s@example.com\"}",
            })
    void a_user_changes_the_password_ten_times_a_minute_from_any_address_whether_it_works_or_not(String body) {
        User user = server.add("restless" + number, Role.CLIENT);
        User other = server.add("taken" + number, Role.CLIENT);
        for (int i = 1; i <= 10; i++) {
            Reply reply = changePassword(
                    user,
                    10 + i,
                    String.format(Locale.ROOT, body, 100 + i, other.username().value()));
            assertThat(reply.status()).isIn(200, 400);
        }
        int before = server.passwords.hashes();

        Reply refused = changePassword(
                user, 99, String.format(Locale.ROOT, body, 200, other.username().value()));

        assertRefused(refused, "\"password-change\";q=10", 60);
        assertThat(server.passwords.hashes()).isEqualTo(before);
    }

    /** A new token each time, because a new password ends the earlier ones. */
    private Reply changePassword(User user, int host, String body) {
        return call("PATCH", "/api/users/" + user.id(), "203.0.113." + host)
                .bearer(server.token(server.stored(user)))
                .json(body)
                .send();
    }

    @Test
    void passwords_are_hashed_on_behalf_of_the_address_and_the_signed_in_user() {
        User user = server.add("requester" + number, Role.CLIENT);
        login(user.email().value());
        HashRequester login = server.passwords.requester();
        register("requested" + number).send();
        HashRequester registration = server.passwords.requester();
        register("imported" + number).bearer(server.adminToken()).send();
        HashRequester byAdmin = server.passwords.requester();
        changePassword(user, 200, "{\"password\":\"SecurePass789\"}");
        HashRequester elsewhere = server.passwords.requester();
        loginFrom("2001:db8:" + number + "::1", user.email().value());
        HashRequester network = server.passwords.requester();
        loginFrom("2001:db8:" + number + "::2", "nobody@example.com");

        assertThat(login.user()).as("anyone can try to log in as anyone").isNull();
        assertThat(registration).isEqualTo(login);
        assertThat(byAdmin)
                .isEqualTo(
                        new HashRequester(login.address(), server.admin().id().value()));
        assertThat(elsewhere.user()).isEqualTo(user.id().value());
        assertThat(elsewhere.address()).isNotEqualTo(login.address());
        assertThat(network.address()).isNotIn(login.address(), elsewhere.address());
        assertThat(server.passwords.requester()).as("the same /64 network").isEqualTo(network);
    }

    @Test
    void passwords_that_administrators_set_count_for_their_address_and_for_them() {
        User user = server.add("forgetful" + number, Role.CLIENT);
        User admin = server.add("helpful" + number, Role.ADMIN);
        User busy = server.add("busy" + number, Role.ADMIN);
        for (int i = 1; i <= 28; i++) {
            assertThat(setPassword(address, i % 2 == 0 ? admin : busy, user).status())
                    .isEqualTo(200);
        }
        for (int i = 1; i <= 14; i++) {
            assertThat(setPassword("203.0.113." + i, busy, user).status()).isEqualTo(200);
        }
        int before = server.passwords.hashes();

        assertRefused(setPassword(address, admin, user), "\"password\";q=28", 60);
        assertRefused(register("by-admin" + number).bearer(server.token(admin)).send(), "\"password\";q=28", 60);
        assertRefused(setPassword("192.0.2." + number, busy, user), "\"password\";q=28", 60);
        assertThat(server.passwords.hashes()).isEqualTo(before);
    }

    private static Reply setPassword(String address, User admin, User user) {
        return call("PUT", "/api/users/" + user.id(), address)
                .bearer(server.token(admin))
                .json("{\"password\":\"SecurePass456\"}")
                .send();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"guess%d-%d@example.com\"}",
                "{\"username\":\"guess%d-%d\"}",
                "{\"username\":\"guess%d-%d\",\"phone_number\":null}"
            })
    void the_twenty_first_change_of_a_name_from_an_address_is_refused_except_for_administrators(String body) {
        List<User> users =
                List.of(server.add("curious" + number, Role.CLIENT), server.add("nosy" + number, Role.TRAINER));
        for (int i = 1; i <= 20; i++) {
            User user = users.get(i % 2);
            assertThat(rename(
                                    i % 2 == 0 ? "PUT" : "PATCH",
                                    user,
                                    server.token(user),
                                    String.format(Locale.ROOT, body, number, i))
                            .status())
                    .isEqualTo(200);
        }
        User user = users.getFirst();
        String next = String.format(Locale.ROOT, body, number, 21);

        assertRefused(rename("PUT", user, server.token(user), next), "\"name-change\";q=20", 3600);
        assertRefused(rename("PATCH", user, server.token(user), next), "\"name-change\";q=20", 3600);
        assertThat(rename("PATCH", user, server.token(user), "{\"full_name\":\"Some Name\"}")
                        .status())
                .as("a change without a name")
                .isEqualTo(200);
        assertThat(rename("PATCH", user, server.adminToken(), next).status())
                .as("by an administrator")
                .isEqualTo(200);
    }

    @Test
    void names_that_are_taken_count_and_changes_of_other_users_do_not() {
        User user = server.add("prying" + number, Role.CLIENT);
        User other = server.add("victim" + number, Role.CLIENT);
        String stranger = server.token(server.add("stranger" + number, Role.CLIENT));
        String body = "{\"email\":\"" + other.email() + "\"}";
        for (int i = 1; i <= 21; i++) {
            assertThat(rename("PATCH", other, stranger, body).status()).isEqualTo(403);
        }
        for (int i = 1; i <= 20; i++) {
            assertThat(rename("PATCH", user, server.token(user), body).text("code"))
                    .isEqualTo("email_taken");
        }

        assertRefused(rename("PATCH", user, server.token(user), body), "\"name-change\";q=20", 3600);
    }

    private Reply rename(String method, User user, String token, String body) {
        return call(method, "/api/users/" + user.id()).bearer(token).json(body).send();
    }

    @Test
    void an_address_over_its_limit_is_refused_on_every_path_and_others_are_not() {
        for (int i = 1; i <= 100; i++) {
            assertThat(call("GET", "/nope").send().status()).isEqualTo(404);
        }

        assertRefused(call("GET", "/nope").send(), "\"default\";q=100", 60);
        assertRefused(call("GET", "/api/users/me").bearer(server.adminToken()).send(), "\"default\";q=100", 60);
        assertThat(call("GET", "/nope", "192.0.2." + number).send().status()).isEqualTo(404);
        Reply page =
                call("GET", "/nope").header("Origin", "https://club.example").send();
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Access-Control-Allow-Origin")).isEqualTo("https://club.example");
        Reply problem = call("GET", "/nope")
                .header("Accept", "application/problem+json")
                .send();
        assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(problem.text("code")).isEqualTo("rate_limited");
    }

    @Test
    void a_user_over_the_limit_is_refused_from_every_address() {
        String token = server.token(server.add("eager" + number, Role.CLIENT));
        for (int i = 1; i <= 30; i++) {
            assertThat(call("GET", "/api/users/me", "203.0.113." + i)
                            .bearer(token)
                            .send()
                            .status())
                    .isEqualTo(200);
        }

        assertRefused(call("GET", "/api/users/me", "203.0.113.99").bearer(token).send(), "\"user\";q=30", 60);
        assertThat(call("GET", "/api/users/me")
                        .bearer(server.token(server.add("calm" + number, Role.CLIENT)))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/metrics"})
    void health_and_metrics_are_not_limited(String path) {
        for (int i = 1; i <= 110; i++) {
            Reply reply = call("GET", path).send();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("RateLimit")).isNull();
        }
    }

    @Test
    void nobody_is_limited_when_limits_are_off() {
        TestServer unlimited = TestServer.fresh();
        for (int i = 1; i <= 12; i++) {
            Reply reply = unlimited
                    .call("POST", "/api/auth/login")
                    .json("{\"email\":\"nobody@example.com\",\"password\":\"Wrong-password-1\"}")
                    .send();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("RateLimit")).isNull();
        }
    }
}
