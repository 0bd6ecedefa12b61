package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.TcpProxy;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Race;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat of two servers on one database. */
class ChatNodesTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path directory;

    private static TestDatabase database;
    private static TcpProxy proxyOfOther;
    private static TestServer one;
    private static TestServer other;
    private static Api admin;
    private static Api adminOnOther;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        proxyOfOther = TcpProxy.to(database.address());
        Map<String, String> common =
                Map.of("JWT_SECRET", "the same on both nodes, and long enough", "CHAT_MESSAGES_PER_SECOND", "100000");
        one = TestServer.start(directory, with(common, "DATABASE_URL", database.url()));
        other = TestServer.start(directory, with(common, "DATABASE_URL", database.url(proxyOfOther.address())));
        admin = one.api().signedInAsAdmin();
        adminOnOther = other.api().with(admin.token());
    }

    @AfterAll
    static void stop() throws Exception {
        other.close();
        one.close();
        proxyOfOther.close();
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(name, value);
        return all;
    }

    private static String room() {
        String room = "room-" + COUNT.incrementAndGet();
        admin.post("/api/chat/rooms", "{\"id\":\"%1$s\",\"name\":\"%1$s\"}".formatted(room))
                .expect(201);
        return room;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void everybody_receives_the_same_messages_in_the_same_order() {
        String room = room();
        int senders = 8;
        int each = 100;
        try (ChatClient here = ChatClient.in(admin, room);
                ChatClient there = ChatClient.in(adminOnOther, room)) {
            Race.of(senders, sender -> {
                Api api = sender % 2 == 0 ? admin : adminOnOther;
                try (ChatClient client = ChatClient.in(api, room)) {
                    for (int i = 0; i < each; i++) {
                        client.say(room, "m", sender + "-" + i);
                    }
                    String last = sender + "-" + (each - 1);
                    client.await(
                            frame -> frame.path("client_message_id").asText().equals(last));
                    return sender;
                }
            });

            assertThat(here.seqsUpTo(senders * each)).isEqualTo(upTo(senders * each));
            assertThat(there.seqsUpTo(senders * each)).isEqualTo(upTo(senders * each));
        }
    }

    @Test
    void a_message_sent_over_both_nodes_is_stored_once() {
        String room = room();
        Race.of(6, runner -> {
            try (ChatClient client = ChatClient.in(runner % 2 == 0 ? admin : adminOnOther, room)) {
                for (int i = 0; i < 50; i++) {
                    String id = "id-" + i;
                    client.say(room, "by " + runner, id);
                    client.await(
                            frame -> frame.path("client_message_id").asText().equals(id));
                }
                return runner;
            }
        });

        assertThat(admin.get("/api/chat/rooms/" + room + "/messages?limit=1")
                        .json()
                        .get(0)
                        .path("seq")
                        .asLong())
                .isEqualTo(50);
    }

    private static ChatClient inProtocol2(Api api) {
        ChatClient client = ChatClient.connect(api);
        client.send("{\"type\":\"authorization\",\"protocol\":2,\"token\":\"" + api.token() + "\"}");
        client.await("authenticated");
        return client;
    }

    @Test
    void rooms_are_told_on_both_nodes_that_a_user_was_erased() {
        String room = room();
        String path = admin.register("leaver", "client");
        one.api()
                .signedInAs("leaver")
                .post("/api/chat/rooms/" + room + "/messages", "{\"content\":\"Bye\"}")
                .expect(201);
        try (ChatClient here = inProtocol2(admin);
                ChatClient there = inProtocol2(adminOnOther)) {
            List<ChatClient> clients = List.of(here, there);
            clients.forEach(client -> {
                client.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
                client.await("connected");
            });

            admin.delete(path).expect(204);

            clients.forEach(client -> assertThat(
                            client.await("user_erased").path("user_id").asText())
                    .isEqualTo(path.replace("/api/users/", "")));
        }
        await().untilAsserted(() ->
                assertThat(database.column("SELECT room_id FROM chat_erasures")).isEmpty());
    }

    @Test
    void absences_and_what_concerns_the_absent_are_noted() {
        String room = room();
        String id = admin.register("sleeper", "client").replace("/api/users/", "");
        Api sleeper = one.api().signedInAs("sleeper");
        try (ChatClient _ = ChatClient.in(sleeper, room)) {
            await().untilAsserted(() -> assertThat(presence(id)).containsExactly("1"));
        }
        await().untilAsserted(() -> assertThat(presence(id)).containsExactly("0"));

        admin.post("/api/chat/rooms/" + room + "/messages", "{\"content\":\"Hello @sleeper\"}")
                .expect(201);

        await().untilAsserted(() ->
                assertThat(database.column("SELECT id::text FROM chat_news")).isEmpty());
    }

    /** To how many nodes the user is connected. */
    private static List<String> presence(String user) {
        return database.column("SELECT cardinality(nodes)::text FROM chat_presence WHERE user_id = '" + user + "'");
    }

    @Test
    void users_are_told_about_their_rooms_on_both_nodes() {
        String id = admin.register("listener", "client").replace("/api/users/", "");
        Api listener = one.api().signedInAs("listener");
        Api listenerOnOther = other.api().with(listener.token());
        String hall = room();
        try (ChatClient here = inProtocol2(listener);
                ChatClient there = inProtocol2(listenerOnOther)) {
            List<ChatClient> clients = List.of(here, there);

            String path = admin.post(
                            "/api/chat/rooms",
                            "{\"kind\":\"private\",\"name\":\"Committee\",\"member_ids\":[\"" + id + "\"]}")
                    .expect(201)
                    .header("Location");
            JsonNode room = listenerOnOther.get(path).expect(200).json();
            clients.forEach(client ->
                    assertThat(client.await("room_added").path("room")).isEqualTo(room));
            String roomId = room.path("id").asText();

            adminOnOther
                    .post(path + "/messages", "{\"content\":\"Welcome, @listener\"}")
                    .expect(201);
            for (ChatClient client : clients) {
                JsonNode activity = client.await("room_activity");
                assertThat(activity.path("room_id").asText()).isEqualTo(roomId);
                assertThat(activity.path("last_seq").asLong()).isEqualTo(1);
                assertThat(activity.path("last_change").asLong()).isEqualTo(1);
                assertThat(activity.path("unread_count").asLong()).isEqualTo(1);
                assertThat(activity.path("mention_count").asLong()).isEqualTo(1);
            }

            admin.delete(path + "/members/" + id).expect(204);
            adminOnOther
                    .put("/api/chat/rooms/" + hall + "/bans/" + id, "{\"reason\":\"Insults\"}")
                    .expect(200);
            for (ChatClient client : clients) {
                assertRemoved(client, roomId, "removed");
                assertRemoved(client, hall, "banned");
            }
            admin.delete("/api/chat/rooms/" + hall + "/bans/" + id).expect(204);
            clients.forEach(client -> assertThat(
                            client.await("room_added").path("room").path("id").asText())
                    .isEqualTo(hall));

            String direct = adminOnOther
                    .post("/api/chat/direct", "{\"user_ids\":[\"" + id + "\"]}")
                    .expect(201)
                    .text("id");
            clients.forEach(client -> assertThat(
                            client.await("room_added").path("room").path("id").asText())
                    .isEqualTo(direct));
        }
    }

    private static void assertRemoved(ChatClient client, String room, String reason) {
        JsonNode removed = client.await("room_removed");
        assertThat(removed.path("room_id").asText()).isEqualTo(room);
        assertThat(removed.path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void users_on_the_other_node_are_members_too() {
        String room = room();
        admin.register("visitor", "client");
        Api visitor = other.api().signedInAs("visitor");
        try (ChatClient here = ChatClient.in(admin, room)) {
            here.await("user_joined");
            try (ChatClient there = ChatClient.in(visitor, room)) {
                assertThat(here.await("user_joined").path("content").asText()).isEqualTo("visitor has joined the chat");
                there.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");
                assertThat(here.await("typing").path("user").path("username").asText())
                        .isEqualTo("visitor");
                await().untilAsserted(() -> {
                    try (ChatClient look = ChatClient.signedIn(admin)) {
                        look.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
                        assertThat(look.await("connected").path("members")).hasSize(2);
                    }
                });
            }
            assertThat(here.await("user_left").path("content").asText()).isEqualTo("visitor has left the chat");
        }
    }

    @Test
    void a_user_renamed_on_one_node_has_the_new_name_in_replays_and_messages_of_the_other() {
        String room = room();
        String path = admin.register("renamed", "client");
        // Its node keeps the room's recent messages in memory while it is there.
        try (ChatClient there = ChatClient.in(other.api().signedInAs("renamed"), room)) {
            there.say(room, "old", "old");
            there.await("message");

            admin.put(path, "{\"full_name\":\"New Name\"}").expect(200);

            await().untilAsserted(() -> {
                try (ChatClient returning = ChatClient.signedIn(adminOnOther)) {
                    returning.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");
                    assertThat(returning.await("message").path("sender_name").asText())
                            .isEqualTo("New Name");
                }
            });
            there.say(room, "new", "new");
            assertThat(there.await(frame ->
                                    frame.path("client_message_id").asText().equals("new"))
                            .path("sender_name")
                            .asText())
                    .isEqualTo("New Name");
        }
    }

    @Test
    void a_token_revoked_on_one_node_closes_its_connections_on_the_other() {
        String path = admin.register("leaver", "client");
        try (ChatClient client = ChatClient.in(other.api().signedInAs("leaver"), "general")) {
            admin.delete(path).expect(204);

            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void a_room_deleted_on_one_node_disconnects_its_members_on_the_other() {
        String room = room();
        try (ChatClient there = ChatClient.in(adminOnOther, room)) {
            admin.delete("/api/chat/rooms/" + room).expect(204);

            assertThat(there.await("disconnected").path("room_id").asText()).isEqualTo(room);
        }
    }

    @Test
    void messages_are_delivered_without_gaps_although_the_relay_is_interrupted_repeatedly() {
        String room = room();
        int count = 300;
        try (ChatClient here = ChatClient.in(admin, room);
                ChatClient there = ChatClient.in(adminOnOther, room)) {
            for (int i = 0; i < count; i++) {
                if (i % 60 == 30) {
                    // Signals between the nodes are lost; their other connections stay.
                    await().until(() -> !database.column("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                                    + " AND (query LIKE 'LISTEN %' OR query LIKE '%pg_notify(%')")
                            .isEmpty());
                }
                (i % 2 == 0 ? here : there).say(room, "m" + i, "id-" + i);
            }

            assertThat(here.seqsUpTo(count)).isEqualTo(upTo(count));
            assertThat(there.seqsUpTo(count)).isEqualTo(upTo(count));
        }
    }

    @Test
    void messages_missed_while_a_node_had_no_database_are_delivered_afterwards() throws Exception {
        String room = room();
        try (ChatClient here = ChatClient.in(admin, room);
                ChatClient there = ChatClient.in(adminOnOther, room)) {
            here.say(room, "before", "a");
            assertThat(there.seqsUpTo(1)).isEqualTo(upTo(1));

            proxyOfOther.refuse();
            for (int i = 0; i < 10; i++) {
                here.say(room, "meanwhile", "b" + i);
            }
            here.seqsUpTo(11);
            there.say(room, "lost", "c");
            JsonNode refused = there.await("error");
            assertThat(refused.path("code").asText()).isEqualTo("unavailable");
            assertThat(refused.path("client_message_id").asText()).isEqualTo("c");
            proxyOfOther.recover();

            assertThat(there.seqsUpTo(11))
                    .isEqualTo(LongStream.rangeClosed(2, 11).boxed().toList());
            await().until(() -> {
                there.say(room, "found", "c");
                return there.await(frame ->
                                frame.path("client_message_id").asText().equals("c"))
                        .path("type")
                        .asText()
                        .equals("message");
            });
            assertThat(here.await("message").path("content").asText()).isEqualTo("found");
            assertThat(there.isClosed()).isFalse();
        }
    }
}
