package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);

    @Test
    void new_passwords_are_logged_with_actor_account_and_address() {
        try (Logged logged = Logged.by(AuditLog.class)) {
            setPassword(login().text("token"));
            setPassword(server.adminToken());
            server.call("PATCH", "/api/users/" + client.id())
                    .bearer(server.adminToken())
                    .json("{\"full_name\":\"Another Name\"}")
                    .send();

            assertThat(logged.events().stream()
                            .map(event -> event.getFormattedMessage())
                            .filter(message -> message.startsWith("Password changed")))
                    .containsExactly(
                            line("Password changed", client.id().toString()),
                            line("Password changed", server.admin().id().toString()));
        }
    }

    @Test
    void sign_outs_are_logged_with_actor_account_and_address() {
        Reply byToken = login();
        Reply byRefreshToken = login();
        try (Logged logged = Logged.by(AuditLog.class)) {
            server.call("POST", "/api/auth/logout")
                    .bearer(byToken.text("token"))
                    .send();
            signOut(byRefreshToken.text("refresh_token"));
            signOut("unknown");

            assertThat(logged.events().stream()
                            .map(event -> event.getFormattedMessage())
                            .filter(message -> message.startsWith("Signed out")))
                    .containsExactly(line("Signed out", client.id().toString()), line("Signed out", "anonymous"));
        }
    }

    private String line(String change, String actor) {
        return change + ": actor " + actor + ", account " + client.id() + ", address 127.0.0.1";
    }

    private void setPassword(String token) {
        server.call("PATCH", "/api/users/" + client.id())
                .bearer(token)
                .json("{\"password\":\"SecurePass123\"}")
                .send();
    }

    private void signOut(String refreshToken) {
        server.call("POST", "/api/auth/logout")
                .json("{\"refresh_token\":\"" + refreshToken + "\"}")
                .send();
    }

    private Reply login() {
        return server.call("POST", "/api/auth/login")
                .json("{\"email\":\"client@example.com\",\"password\":\"SecurePass123\"}")
                .send();
    }
}
