package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.GitHubDouble;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Rival;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that hash a password on one node while their actor ends on another one. */
class EndedActorNodesTest {
    private static final Pattern COMPUTING = Pattern.compile("(?m)^clubroom_password_hashes_computing ([1-9].*)$");

    @TempDir
    static Path directory;

    private static GitHubDouble gitHub;
    private static TestDatabase database;
    private static TestServer slow;
    private static TestServer quick;
    private static Api admin;

    @BeforeAll
    static void start() throws IOException {
        gitHub = GitHubDouble.start("victim");
        database = TestDatabase.create();
        Map<String, String> variables = new HashMap<>(gitHub.variables());
        variables.put("DATABASE_URL", database.url());
        variables.put("JWT_SECRET", "the same on both nodes, and long enough");
        quick = TestServer.start(directory, variables);
        variables.put("PASSWORD_HASH_COST", "14");
        slow = TestServer.start(directory, variables);
        admin = quick.api().signedInAsAdmin();
    }

    @AfterAll
    static void stop() {
        slow.close();
        quick.close();
        gitHub.close();
    }

    /** Sends the request to the slow node, and runs the other action while that node hashes the password. */
    private static Reply whileHashing(Api actor, Function<Api, Reply> request, Runnable action) {
        Rival<Reply> sent = Rival.start(() -> request.apply(slow.api().with(actor.token())));
        await().pollInterval(Duration.ofMillis(5))
                .until(() ->
                        COMPUTING.matcher(slow.api().get("/metrics").body()).find());
        action.run();
        return sent.result();
    }

    private static void assertEnded(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("code")).isEqualTo("invalid_token");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
    }

    private static void signInWithGitHub() {
        GitHubDouble.SignIn.begin(quick).comeBack(quick).expect(200);
    }

    @Test
    void an_attacker_sets_no_password_on_an_account_that_its_owner_reclaims() {
        String path = quick.api().register("victim", "client");
        Api attacker = quick.api().signedInAs("victim");

        Reply reply = whileHashing(
                attacker,
                api -> api.patch(path, "{\"password\":\"AttackersPass123\"}"),
                EndedActorNodesTest::signInWithGitHub);

        assertEnded(reply);
        assertThat(database.column("SELECT (password_hash IS NULL)::text FROM users WHERE username = 'victim'"))
                .containsExactly("true");
        quick.api().login("victim@example.com", "AttackersPass123").expect(400);
    }

    @Test
    void a_deactivated_administrator_appoints_nobody() {
        String path = admin.register("deactivated", "admin");
        Api deactivated = quick.api().signedInAs("deactivated");
        String friend = quick.api().register("friend", "client");

        Reply reply = whileHashing(
                deactivated,
                api -> api.patch(friend, "{\"role\":\"admin\",\"password\":\"FriendsPass123\"}"),
                () -> admin.patch(path, "{\"active\":false}").expect(200));

        assertEnded(reply);
        assertThat(admin.get(friend).text("role")).isEqualTo("client");
        quick.api().login("friend@example.com", "FriendsPass123").expect(400);
    }

    @Test
    void a_deleted_administrator_registers_no_administrator() {
        String path = admin.register("deleted", "admin");
        Api deleted = quick.api().signedInAs("deleted");

        Reply reply = whileHashing(
                deleted,
                api -> api.post("/api/users", Api.registration("accomplice", "admin")),
                () -> admin.delete(path).expect(204));

        assertEnded(reply);
        assertThat(database.column("SELECT id::text FROM users WHERE username = 'accomplice'"))
                .isEmpty();
    }

    @Test
    void a_demoted_administrator_sets_nobodys_password() {
        String path = admin.register("demoted", "admin");
        Api demoted = quick.api().signedInAs("demoted");
        String target = quick.api().register("target", "client");

        Reply reply = whileHashing(
                demoted,
                api -> api.put(target, "{\"password\":\"DemotedsPass123\"}"),
                () -> admin.put(path, "{\"role\":\"client\"}").expect(200));

        assertEnded(reply);
        quick.api().login("target@example.com", Api.PASSWORD).expect(200);
    }

    @Test
    void a_password_changed_meanwhile_ends_a_change_by_an_older_token() {
        String path = quick.api().register("twofold", "client");
        Api twofold = quick.api().signedInAs("twofold");

        Reply reply = whileHashing(
                twofold,
                api -> api.patch(path, "{\"password\":\"AttackersPass123\"}"),
                () -> twofold.patch(path, "{\"password\":\"OwnersPass123\"}").expect(200));

        assertEnded(reply);
        quick.api().login("twofold@example.com", "OwnersPass123").expect(200);
        quick.api().login("twofold@example.com", "AttackersPass123").expect(400);
    }

    @Test
    void a_change_by_a_token_whose_role_was_taken_by_hand_is_forbidden() {
        admin.register("former", "admin");
        Api former = quick.api().signedInAs("former");
        database.execute("UPDATE users SET role = 'client' WHERE username = 'former'");

        Reply reply = former.post("/api/chat/rooms", "{\"id\":\"attic\",\"name\":\"Attic\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("forbidden");
        assertThat(database.column("SELECT id FROM chat_rooms")).doesNotContain("attic");
    }
}
