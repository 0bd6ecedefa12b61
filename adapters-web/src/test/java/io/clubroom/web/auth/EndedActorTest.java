package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose actor ends while their body is received. */
class EndedActorTest {
    private final TestServer server = TestServer.fresh();

    /** Sends a request whose second half follows when the actor has been demoted; returns the response up to its head's end. */
    private String demotedMeanwhile(String method, String path, String body) throws IOException {
        User actor = server.add("former", Role.ADMIN);
        int half = body.length() / 2;
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(60_000);
            send(
                    socket,
                    "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                                    .formatted(method, path, server.token(actor))
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body.substring(0, half));
            // Meanwhile the server checks the token of the incomplete request.
            for (int i = 0; i < 20; i++) {
                assertThat(asAdmin("GET", "/api/users/me", null).status()).isEqualTo(200);
            }
            assertThat(asAdmin("PATCH", "/api/users/" + actor.id(), "{\"role\":\"client\"}")
                            .status())
                    .isEqualTo(200);
            send(socket, body.substring(half));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("\r\n\r\n")) {
                answer.append((char) in.read());
            }
            return answer.toString();
        }
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private Reply asAdmin(String method, String path, @Nullable String body) {
        var call = server.call(method, path).bearer(server.adminToken());
        return (body == null ? call : call.json(body)).send();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST | /api/chat/rooms                | {"id":"attic","name":"Attic"}
        PUT  | /api/log-levels/clubroom.chat  | {"level":"trace"}
        POST | /api/users                     | {"username":"accomplice","email":"a@example.com","password":"SecurePass123","full_name":"A. Complice","role":"admin"}
        """)
    void a_request_changes_nothing_if_its_actor_is_demoted_while_the_body_is_received(
            String method, String path, String body) throws IOException {
        assertThat(demotedMeanwhile(method, path, body))
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("WWW-Authenticate: Bearer error=\"invalid_token\"");

        assertThat(asAdmin("GET", "/api/chat/rooms", null).body()).doesNotContain("attic");
        assertThat(asAdmin("GET", "/api/log-levels", null).body()).doesNotContain("trace");
        assertThat(asAdmin("GET", "/api/users?q=accomplice", null).body()).isEqualTo("[]");
    }

    @Test
    void a_token_with_a_role_that_its_user_never_had_is_forbidden_to_change_anything() {
        User client = server.add("client", Role.CLIENT);
        User pretended = client.with(UserChange.NOTHING.withRole(Role.ADMIN));

        Reply reply = server.call("POST", "/api/chat/rooms")
                .bearer(server.token(pretended))
                .json("{\"id\":\"attic\",\"name\":\"Attic\"}")
                .send();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("forbidden");
        assertThat(asAdmin("GET", "/api/chat/rooms", null).body()).doesNotContain("attic");
    }

    @Test
    void a_deleted_user_gets_401_for_a_change() {
        User gone = server.add("gone", Role.CLIENT);
        String token = server.token(gone);
        server.removeQuietly(gone);

        Reply reply = server.call("PATCH", "/api/users/" + gone.id())
                .bearer(token)
                .json("{\"full_name\":\"Some Body\"}")
                .send();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("code")).isEqualTo("invalid_token");
    }
}
