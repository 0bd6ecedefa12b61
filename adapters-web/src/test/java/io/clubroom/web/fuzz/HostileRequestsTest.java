package io.clubroom.web.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.fuzz.Damage;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Arbitrary requests get a documented response other than a server error. {@code -Dtests.tries=N} runs more examples. */
class HostileRequestsTest {
    /** @param path may contain {@code {id}}, which stands for a user's id */
    private record Form(String method, String path, String body) {}

    private static final List<Form> FORMS = List.of(
            new Form("POST", "/api/users", """
                {"username":"jsmith","email":"john@example.com","password":"SecurePass123","full_name":"John Smith","phone_number":"+1 234 567 890","role":"client"}\
                """),
            new Form("PUT", "/api/users/{id}", """
                {"username":"someone","email":"some@example.com","full_name":"Some One","phone_number":"123456","role":"trainer","active":true,"current_password":"x"}\
                """),
            new Form("PATCH", "/api/users/{id}", """
                {"phone_number":null,"full_name":"Some One","active":false,"password":"SecurePass124"}\
                """),
            new Form("POST", "/api/auth/login", """
                {"email":"someone@example.com","password":"SecurePass123"}\
                """),
            new Form("POST", "/api/auth/refresh", """
                {"refresh_token":"u1pjDq0Y3pNn1kV7c5mB8Q4dWxZfTgHs"}\
                """),
            new Form("POST", "/api/auth/logout", """
                {"refresh_token":"u1pjDq0Y3pNn1kV7c5mB8Q4dWxZfTgHs"}\
                """),
            new Form("POST", "/api/auth/oauth/exchange", """
                {"code":"Qm9vLWZvby1iYXItYmF6LXF1eC1hbmQtc28tb24tMQ"}\
                """),
            new Form("POST", "/api/auth/email/verify", """
                {"email":"someone@example.com","code":"123456"}\
                """),
            new Form("POST", "/api/auth/password/reset", """
                {"token":"kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw","password":"SecurePass123"}\
                """),
            new Form("POST", "/api/auth/password/forgot", """
                {"email":"someone@example.com"}\
                """),
            new Form("POST", "/api/auth/second-factor", """
                {"mfa_token":"kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw","code":"123456"}\
                """),
            new Form("POST", "/api/auth/reauthenticate", """
                {"code":"abcde-23456"}\
                """),
            new Form("POST", "/api/users/me/totp/confirm", """
                {"code":"123456"}\
                """),
            new Form("POST", "/api/auth/passkey/options", """
                {"mfa_token":"kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw"}\
                """),
            new Form("PATCH", "/api/users/me/passkeys/{id}", """
                {"name":"Phone"}\
                """),
            new Form("POST", "/api/invitations", """
                {"email":"maria@example.com","role":"trainer","room_ids":["general"]}\
                """),
            new Form("POST", "/api/mails", """
                {"subject":"The club is closed","text":"On Monday.","user_ids":["c865f315-c339-4089-951f-d42b74175dcd"]}\
                """),
            new Form("POST", "/api/chat/rooms", """
                {"id":"yoga","name":"Yoga on Mondays"}\
                """),
            new Form("PUT", "/api/log-levels/clubroom.fuzz", """
                {"level":"debug"}\
                """));

    /** Forms of pages, urlencoded. */
    private static final List<Form> PAGE_FORMS = List.of(
            new Form("POST", "/verify-email", "token=kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw&action=disown"),
            new Form("POST", "/verify-email", "email=someone%40example.com&code=123+456"),
            new Form("POST", "/reset-password", "email=someone%40example.com&code=123456&password=SecurePass123"),
            new Form("POST", "/reset-password", "email=someone%40example.com&code=&action=mail"),
            new Form("POST", "/restore-email", "token=kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw"),
            new Form(
                    "POST",
                    "/invitation",
                    "token={token}&username=maria&full_name=Mar%C3%ADa&password=x&phone_number=1"),
            new Form("POST", "/unsubscribe", "token={id}.kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw"));

    private static final List<String> TARGETS = List.of(
            "/api/users?limit=2&cursor=LWNyZWF0ZWRfYXQKYzg2NWYzMTUtYzMzOS00MDg5LTk1MWYtZDQyYjc0MTc1ZGNkCjIwMjYtMDMtMDFUMTI6MDA6MDBa",
            "/api/users?role=client&active=true&q=jo%20s&sort=-full_name&limit=500",
            "/api/users/role/client?limit=1",
            "/api/users/c865f315-c339-4089-951f-d42b74175dcd",
            "/api/users/me",
            "/api/users/me/sessions",
            "/api/users/c865f315-c339-4089-951f-d42b74175dcd/sessions?except=current",
            "/api/users/me/factors",
            "/api/chat/rooms?limit=1&cursor=Z2VuZXJhbA",
            "/api/chat/rooms/general/messages?limit=200&cursor=MTI",
            "/api/chat/rooms/general/messages?after_seq=1&before_seq=900719925474099",
            "/api/auth/oauth/google?return_to=https%3A%2F%2Fapp.example%2F",
            "/api/auth/oauth/callback?code=abc&state=def&error=access_denied",
            "/api/log-levels",
            "/verify-email?token=kJ3v9cXw0m5s1QeT7uYb2LfZr8nHdA4gPiVxO6yKqCw",
            "/api/mails?status=failed&limit=2&cursor=MjAyNi0wMy0wMVQxMjowMDowMFoKYzg2NWYzMTU",
            "/docs/docs.js",
            "/health/ready",
            "/nope");

    private static final Map<String, String> HEADERS = Map.of(
            "X-Request-Id", "abc-DEF_1.2",
            "If-Match", "\"1\", W/\"2\"",
            "If-None-Match", "*",
            "Accept", "application/problem+json;q=0.9, application/json, */*;q=0.1",
            "Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
            "X-Forwarded-For", "203.0.113.7, [2001:db8::1]:443",
            "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "Origin", "https://club.example",
            "Cookie", "oauth=abc; other=\"x\"",
            "Content-Type", "application/json; charset=utf-8");

    private static TestServer server;
    private static User user;
    private static String invitation;
    private static Logged logged;

    @BeforeContainer
    static void start() {
        server = TestServer.with(new ProxySettings(List.of("127.0.0.0/8")));
        user = server.add("someone", Role.CLIENT);
        server.call("POST", "/api/invitations")
                .bearer(server.adminToken())
                .json("{\"email\":\"invited@example.com\"}")
                .send();
        invitation = server.mailbox.token(MailKind.INVITATION, "invited@example.com");
        logged = Logged.everything();
    }

    @AfterContainer
    static void stop() {
        logged.close();
        server.context().close();
    }

    @Property
    void any_body_is_answered(@ForAll("forms") Form form, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] body = Damage.bytes(Damage.json(form.body(), random), random);

        Reply reply = server.call(
                        form.method(), form.path().replace("{id}", user.id().toString()))
                .bearer(server.adminToken())
                .body("application/json", body)
                .send();

        assertThat(reply.status()).as("%s", reply).isLessThan(500);
    }

    @Property
    void any_form_of_a_page_is_answered_with_a_page(@ForAll("pageForms") Form form, @ForAll long seed) {
        Random random = new Random(seed);
        String fields = form.body().replace("{id}", user.id().toString()).replace("{token}", invitation);

        Reply reply = server.call(form.method(), form.path())
                .body("application/x-www-form-urlencoded", Damage.bytes(Damage.text(fields, random), random))
                .send();

        assertThat(reply.status()).as("%s", reply).isLessThan(500);
        assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Property
    void any_target_is_answered(@ForAll("targets") String target, @ForAll long seed) {
        String damaged = Damage.text(target, new Random(seed)).replaceAll("[\\s\u0000]", "");

        answers("GET /" + damaged.replaceFirst("^/+", "") + " HTTP/1.1\r\nHost: club\r\nAuthorization: Bearer "
                + server.adminToken() + "\r\n\r\n");
    }

    @Property
    void any_header_is_answered(@ForAll("forms") Form form, @ForAll("headers") String header, @ForAll long seed) {
        String value = Damage.text(HEADERS.get(header), new Random(seed)).replaceAll("[\r\n\u0000]", "");
        String token = header.equals("Authorization") ? "" : "Authorization: Bearer " + server.adminToken() + "\r\n";
        String path = form.path().replace("{id}", user.id().toString());
        String type = header.equals("Content-Type") ? "" : "Content-Type: application/json\r\n";

        answers(form.method() + " " + path + " HTTP/1.1\r\nHost: club\r\n" + token + type + header + ": " + value
                + "\r\nContent-Length: 2\r\n\r\n{}");
        answers("GET " + path + " HTTP/1.1\r\nHost: club\r\n" + token + header + ": " + value + "\r\n\r\n");
    }

    /** Sends raw bytes, because HTTP clients do not send invalid requests. */
    private static void answers(String request) {
        String answer = Raw.send(
                server.address(), new String(request.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

        assertThat(answer).as(request).matches("(?s)HTTP/1\\.1 [1-4]\\d\\d .*");
        if (answer.startsWith("HTTP/1.1 4") && !answer.contains("<!doctype html>")) {
            assertThat(answer)
                    .as(request)
                    .containsIgnoringCase("\r\nx-request-id: ")
                    .containsPattern("\"status\":4\\d\\d")
                    .contains("\"code\":\"")
                    .contains("\"request_id\":\"");
        }
    }

    @AfterProperty
    void no_request_was_logged_as_an_error() {
        assertThat(logged.events()).noneMatch(event -> event.getLevel().levelStr.equals("ERROR"));
    }

    @Provide
    Arbitrary<Form> forms() {
        return Arbitraries.of(FORMS);
    }

    @Provide
    Arbitrary<Form> pageForms() {
        return Arbitraries.of(PAGE_FORMS);
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.of(TARGETS);
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of(HEADERS.keySet());
    }
}
