package io.clubroom.web.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogLevelTest {
    private static final String CHAT = "/api/log-levels/clubroom.chat";

    private final TestServer server = TestServer.fresh();

    private Reply asAdmin(String method, String path, String body) {
        var call = server.call(method, path).bearer(server.adminToken());
        return (body == null ? call : call.json(body)).send();
    }

    @Test
    void an_administrator_sets_reads_and_resets_a_level() {
        Reply set = asAdmin("PUT", CHAT, "{\"level\":\"DEBUG\"}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text("level")).isEqualTo("debug");

        Reply all = asAdmin("GET", "/api/log-levels", null);
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.body()).isEqualTo("{\"clubroom.chat\":\"debug\",\"root\":\"info\"}");

        assertThat(asAdmin("DELETE", CHAT, null).status()).isEqualTo(204);
        assertThat(asAdmin("GET", "/api/log-levels", null).body()).isEqualTo("{\"root\":\"info\"}");
    }

    @Test
    void resetting_the_root_logger_restores_its_initial_level() {
        assertThat(asAdmin("PUT", "/api/log-levels/root", "{\"level\":\"off\"}").status())
                .isEqualTo(200);
        assertThat(asAdmin("GET", "/api/log-levels", null).body()).isEqualTo("{\"root\":\"off\"}");

        assertThat(asAdmin("DELETE", "/api/log-levels/root", null).status()).isEqualTo(204);
        assertThat(asAdmin("GET", "/api/log-levels", null).body()).isEqualTo("{\"root\":\"info\"}");
    }

    @Test
    void an_invalid_logger_and_an_invalid_level_are_reported_together() {
        Reply reply = asAdmin("PUT", "/api/log-levels/a..b", "{\"level\":\"loud\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("\"logger\"", "\"level\"");
        assertThat(asAdmin("PUT", CHAT, "{}").status()).isEqualTo(400);
        assertThat(asAdmin("GET", "/api/log-levels", null).body()).isEqualTo("{\"root\":\"info\"}");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void only_administrators_have_access(Role role) {
        String other = server.token(server.add("other", role));

        assertThat(server.call("GET", "/api/log-levels").send().status()).isEqualTo(401);
        assertThat(server.call("GET", "/api/log-levels").bearer(other).send().status())
                .isEqualTo(403);
        assertThat(server.call("PUT", CHAT)
                        .bearer(other)
                        .json("{\"level\":\"debug\"}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.call("PUT", CHAT)
                        .bearer(other)
                        .json("{\"level\":\"loud\"}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.call("DELETE", CHAT).bearer(other).send().status()).isEqualTo(403);
        assertThat(asAdmin("GET", "/api/log-levels", null).body()).isEqualTo("{\"root\":\"info\"}");
    }
}
