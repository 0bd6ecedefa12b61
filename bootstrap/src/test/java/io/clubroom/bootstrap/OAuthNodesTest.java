package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.GitHubDouble;
import io.clubroom.bootstrap.support.GitHubDouble.SignIn;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Race;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in with GitHub on two servers that share a database; one of them is restarted during a sign-in. */
class OAuthNodesTest {
    private static final String RETURN_URL = "https://app.example.com/in";

    @TempDir
    static Path directory;

    private static GitHubDouble gitHub;
    private static Map<String, String> variables;
    private static TestDatabase database;
    private static TestServer one;
    private static TestServer other;

    @BeforeAll
    static void start() throws IOException {
        gitHub = GitHubDouble.start("ada");
        database = TestDatabase.create();
        variables = new HashMap<>(gitHub.variables());
        variables.put("DATABASE_URL", database.url());
        variables.put("JWT_SECRET", "the same on both nodes, and long enough");
        variables.put("OAUTH_RETURN_URLS", RETURN_URL);
        one = TestServer.start(directory, variables);
        other = TestServer.start(directory, variables);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        gitHub.close();
    }

    @Test
    void a_sign_in_survives_a_restart_and_completes_on_any_node_but_only_once() {
        SignIn begun = SignIn.begin(one);
        one.close();
        one = TestServer.start(directory, variables);
        List<Reply> replies = Race.of(6, i -> begun.comeBack(i % 2 == 0 ? one : other));

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(statuses).containsOnly(200, 400);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        Reply session = replies.get(statuses.indexOf(200));
        one.api().with(session.text("token")).get("/api/users/me").expect(200);
    }

    @Test
    void a_sign_in_code_can_be_redeemed_only_once_across_nodes_and_is_stored_as_a_hash() {
        Reply back =
                SignIn.begin(one, "?return_to=" + RETURN_URL).comeBack(other).expect(302);
        String code = URI.create(back.header("Location")).getFragment().substring("code=".length());

        assertThat(database.column("SELECT encode(code_hash, 'escape') FROM sign_in_codes"))
                .hasSize(1)
                .noneMatch(stored -> stored.contains(code));
        List<Reply> replies = Race.of(
                6,
                i -> (i % 2 == 0 ? one : other).api().post("/api/auth/oauth/exchange", "{\"code\":\"" + code + "\"}"));

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(statuses).containsOnly(200, 400);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
    }

    @Test
    void concurrent_first_sign_ins_on_both_nodes_create_one_user() {
        database.execute("DELETE FROM users WHERE email = 'ada@example.com'");
        List<Reply> replies = Race.of(10, i -> {
            TestServer server = i % 2 == 0 ? one : other;
            return SignIn.begin(server).comeBack(server).expect(200);
        });

        assertThat(replies.stream()
                        .map(reply -> reply.json().at("/user/id").asText())
                        .distinct())
                .hasSize(1);
        assertThat(database.column("SELECT email_verified || ' ' || (password_hash IS NULL) FROM users"
                        + " WHERE email = 'ada@example.com'"))
                .containsExactly("true true");
    }

    @Test
    void the_default_redirect_uri_is_the_address_that_the_server_listens_on() {
        Reply reply = one.api().get(GitHubDouble.BEGIN);

        assertThat(reply.header("Location"))
                .contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A"
                        + one.address().getPort() + "%2Fapi%2Fauth%2Foauth%2Fcallback");
    }
}
