package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of SQL statements of the most frequent requests, which does not depend on the speed of the machine. */
class StatementsTest {
    /** Excludes the tables that the server reads and changes by itself. */
    private static final Pattern COUNTER = counter("token_revocations|mails|link_requests|content|files|uploads|chat_");

    /** Those that the server reads and changes by itself are read rarely. */
    private static final Pattern CHAT_COUNTER =
            counter("(?!chat_)|chat_(?:search|erasures|removals|presence|nodes|news)");

    private static final String ROOMS = "/api/chat/rooms";

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                directory, Map.of("DATABASE_URL", TestDatabase.create().url()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void each_request_runs_no_more_statements_than_it_needs() {
        Api api = server.api();
        Api admin = api.signedInAsAdmin();
        String user = api.register("somebody", "client");

        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("a user", statements(api, () -> admin.get(user).expect(200)));
        counts.put("oneself", statements(api, () -> admin.get("/api/users/me").expect(200)));
        counts.put(
                "a page of users",
                statements(api, () -> admin.get("/api/users?limit=50").expect(200)));
        counts.put(
                "statistics",
                statements(api, () -> admin.get("/api/users/statistics").expect(200)));
        counts.put(
                "rooms",
                chatStatements(3, api, () -> admin.get("/api/chat/rooms").expect(200)));
        counts.put(
                "a page of messages",
                chatStatements(
                        2,
                        api,
                        () -> admin.get("/api/chat/rooms/general/messages").expect(200)));
        counts.put(
                "a login",
                statements(
                        api,
                        () -> api.login("somebody@example.com", Api.PASSWORD).expect(200)));
        counts.put(
                "a changed name",
                statements(
                        api,
                        () -> admin.patch(user, "{\"full_name\":\"Some Body\"}").expect(200)));
        counts.put(
                "a token that is no good",
                statements(api, () -> api.with("x").get("/api/users/me").expect(401)));

        assertThat(counts)
                .containsExactly(
                        Map.entry("a user", 1),
                        Map.entry("oneself", 1),
                        // One for the page, one for the total count.
                        Map.entry("a page of users", 2),
                        Map.entry("statistics", 1),
                        // The rooms, what the caller is there, and what is unread.
                        Map.entry("rooms", 3),
                        Map.entry("a page of messages", 2),
                        // Finding the user; locking the user, looking for factors, storing the session and the
                        // refresh token.
                        Map.entry("a login", 5),
                        // Locking the actor and the user, changing the user.
                        Map.entry("a changed name", 3),
                        Map.entry("a token that is no good", 0));
    }

    /** What they do takes the same time then, whatever is in the room. */
    @Test
    void a_call_for_a_hidden_room_runs_the_statements_of_one_for_a_room_that_does_not_exist() {
        Api api = server.api();
        Api admin = api.signedInAsAdmin();
        String client = id(api.register("member", "client"));
        api.register("owner", "trainer");
        Api owner = api.signedInAs("owner");
        api.register("stranger", "trainer");
        Api stranger = api.signedInAs("stranger");
        String hidden = owner.post(ROOMS, "{\"kind\":\"private\",\"name\":\"X\",\"member_ids\":[\"" + client + "\"]}")
                .expect(201)
                .text("id");
        String message = owner.post(ROOMS + "/" + hidden + "/messages", "{\"content\":\"X\"}")
                .expect(201)
                .text("id");
        String unknown = "_." + UUID.randomUUID();
        String named = "/messages/" + message;
        List<BiFunction<Api, String, Reply>> calls = List.of(
                (caller, room) -> caller.get(room),
                (caller, room) -> caller.patch(room, "{\"name\":\"X\"}"),
                (caller, room) -> caller.delete(room),
                (caller, room) -> caller.get(room + "/members"),
                (caller, room) -> caller.put(room + "/members/" + client, "{\"role\":\"owner\"}"),
                (caller, room) -> caller.delete(room + "/members/" + client),
                (caller, room) -> caller.put(room + "/mutes/" + client, "{\"reason\":\"X\"}"),
                (caller, room) -> caller.delete(room + "/mutes/" + client),
                (caller, room) -> caller.put(room + "/bans/" + client, "{\"reason\":\"X\"}"),
                (caller, room) -> caller.delete(room + "/bans/" + client),
                (caller, room) -> caller.get(room + "/messages"),
                (caller, room) -> caller.get(room + "/changes?after=0"),
                (caller, room) -> caller.post(room + "/messages", "{\"content\":\"X\"}"),
                (caller, room) -> caller.post(room + "/messages", "{\"content\":\"@member\"}"),
                (caller, room) -> caller.patch(room + named, "{\"content\":\"Y\"}"),
                (caller, room) -> caller.delete(room + named),
                (caller, room) -> caller.put(room + named + "/reactions/%F0%9F%91%8D", ""),
                (caller, room) -> caller.delete(room + named + "/reactions/%F0%9F%91%8D"),
                (caller, room) -> caller.get(room + named + "/versions"),
                (caller, room) -> caller.post(room + named + "/reports", "{\"reason\":\"X\"}"),
                (caller, room) -> caller.put(room + "/read", "{\"seq\":1}"),
                (caller, room) -> caller.put(room + "/settings", "{\"notify\":\"none\"}"),
                (caller, room) ->
                        caller.get("/api/chat/search?q=x&room_id=" + room.substring(room.lastIndexOf('/') + 1)));

        assertThat(calls).allSatisfy(call -> {
            assertThat(chatStatements(
                            1,
                            api,
                            () -> call.apply(admin, ROOMS + "/" + unknown).expect(404)))
                    .isEqualTo(1);
            assertThat(chatStatements(
                            1,
                            api,
                            () -> call.apply(stranger, ROOMS + "/" + hidden).expect(404)))
                    .isEqualTo(1);
        });
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Pattern counter(String excludedTables) {
        return Pattern.compile(
                "api_db_queries_total\\{(?![^}]*operation=\"UPDATE\",[^}]*table=\"sessions\")[^}]*table=\"(?!"
                        + excludedTables + ")[^}]*} ([0-9.]+)");
    }

    private static int statements(Api api, Runnable call) {
        return statements(COUNTER, api, call);
    }

    /** The lowest of several counts, because the server also reads rooms by itself; the first one that is as low as expected. */
    private static int chatStatements(int expected, Api api, Runnable call) {
        int lowest = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < 10 && lowest > expected; attempt++) {
            lowest = Math.min(lowest, statements(CHAT_COUNTER, api, call));
        }
        return lowest;
    }

    private static int statements(Pattern counted, Api api, Runnable call) {
        int before = statements(counted, api);
        call.run();
        return statements(counted, api) - before;
    }

    private static int statements(Pattern counted, Api api) {
        double sum = 0;
        for (Matcher counter = counted.matcher(api.get("/metrics").expect(200).body()); counter.find(); ) {
            sum += Double.parseDouble(counter.group(1));
        }
        return (int) sum;
    }
}
