package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat of a whole server: rooms and history over REST, and the closing of connections. */
class ChatTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static Api admin;
    private static Api member;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory, Map.of("ADAPTERS", "memory", "ENABLE_HTTPS", "true"));
        admin = Api.trusting(directory.resolve("certs/cert.pem"), server.address())
                .signedInAsAdmin();
        member = user("member");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Api user(String name) {
        admin.register(name, "client");
        return admin.signedInAs(name);
    }

    private static String room(String id) {
        admin.post("/api/chat/rooms", "{\"id\":\"%1$s\",\"name\":\"The %1$s\"}".formatted(id))
                .expect(201);
        return id;
    }

    private static List<Long> seqs(Reply reply) {
        List<Long> seqs = new ArrayList<>();
        reply.expect(200).json().forEach(message -> seqs.add(message.path("seq").asLong()));
        return seqs;
    }

    private static String next(Reply reply) {
        String link = reply.header("Link");
        return link.substring(1, link.indexOf('>'));
    }

    @Test
    void the_rooms_of_the_predecessor_exist_initially() {
        Reply reply = member.get("/api/chat/rooms").expect(200);

        assertThat(reply.json().findValuesAsText("id")).contains("general", "support");
        assertThat(reply.json().get(0).has("name")).isTrue();
        assertThat(reply.json().get(0).path("created_at").asText()).endsWith("Z");
    }

    @Test
    void rooms_are_paged() {
        Reply first = admin.get("/api/chat/rooms?limit=1").expect(200);

        assertThat(first.json()).hasSize(1);
        assertThat(admin.get(next(first)).expect(200).json().get(0))
                .isNotEqualTo(first.json().get(0));
        admin.get("/api/chat/rooms?limit=501").expect(400);
    }

    @Test
    void only_administrators_create_and_delete_rooms() {
        String body = "{\"id\":\"cellar\",\"name\":\"Cellar\"}";
        member.post("/api/chat/rooms", body).expect(403);
        Reply made = admin.post("/api/chat/rooms", body).expect(201);
        assertThat(made.header("Location")).isEqualTo("/api/chat/rooms/cellar");
        assertThat(made.text("name")).isEqualTo("Cellar");

        assertThat(admin.post("/api/chat/rooms", body).expect(409).text("code")).isEqualTo("room_taken");
        assertThat(admin.post("/api/chat/rooms", "{\"id\":\"a b\"}")
                        .expect(400)
                        .json()
                        .path("errors"))
                .hasSize(2);
        member.delete("/api/chat/rooms/cellar").expect(403);
        admin.delete("/api/chat/rooms/cellar").expect(204);
        assertThat(admin.delete("/api/chat/rooms/cellar").expect(404).text("code"))
                .isEqualTo("room_not_found");
        admin.get("/api/chat/rooms/cellar/messages").expect(404);
    }

    @Test
    void rooms_and_history_require_a_token() {
        Api stranger = Api.trusting(directory.resolve("certs/cert.pem"), server.address());

        stranger.get("/api/chat/rooms").expect(401);
        stranger.get("/api/chat/rooms/general/messages").expect(401);
    }

    @Test
    void history_can_be_read_in_both_directions() {
        String room = room("library");
        try (ChatClient client = ChatClient.in(admin, room)) {
            for (int i = 1; i <= 10; i++) {
                client.say(room, "m" + i, "id-" + i);
            }
            client.seqsUpTo(10);
        }
        String path = "/api/chat/rooms/" + room + "/messages";

        Reply newest = admin.get(path + "?limit=4");
        assertThat(seqs(newest)).containsExactly(10L, 9L, 8L, 7L);
        Reply older = admin.get(next(newest));
        assertThat(seqs(older)).containsExactly(6L, 5L, 4L, 3L);
        Reply oldest = admin.get(next(older));
        assertThat(seqs(oldest)).containsExactly(2L, 1L);

        Reply later = admin.get(path + "?after_seq=5&limit=3");
        assertThat(seqs(later)).containsExactly(8L, 7L, 6L);
        assertThat(seqs(admin.get(next(later)))).containsExactly(10L, 9L);

        assertThat(seqs(admin.get(path + "?after_seq=2&before_seq=5"))).containsExactly(4L, 3L);
        assertThat(seqs(admin.get(path + "?after_seq=10"))).isEmpty();
        admin.get(path + "?limit=201").expect(400);
        admin.get(path + "?after_seq=x").expect(400);
        admin.get(path + "?cursor=x").expect(400);
    }

    @Test
    void a_message_in_the_history_has_the_fields_of_both_formats() {
        String room = room("archive");
        Api writer = user("writer");
        String id = writer.get("/api/users/me").text("id");
        try (ChatClient client = ChatClient.in(writer, room)) {
            client.say(room, "Hello", "x").await("message");
        }

        JsonNode message =
                admin.get("/api/chat/rooms/" + room + "/messages").json().get(0);

        assertThat(message.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "seq",
                        "user_id",
                        "sender_id",
                        "sender_name",
                        "room_id",
                        "content",
                        "attachments",
                        "edited_at",
                        "deleted",
                        "mentions",
                        "reactions",
                        "reply_to",
                        "created_at",
                        "user");
        assertThat(message.path("user_id").asText()).isEqualTo(id);
        assertThat(message.path("sender_id").asText()).isEqualTo(id);
        assertThat(message.path("sender_name").asText()).isEqualTo("writer");
        assertThat(message.path("user").path("username").asText()).isEqualTo("writer");

        admin.delete("/api/users/" + id).expect(204);
        JsonNode orphan =
                admin.get("/api/chat/rooms/" + room + "/messages").json().get(0);
        assertThat(orphan.path("sender_name").asText()).isEqualTo("Deleted user");
        assertThat(orphan.path("sender_id").asText()).isEqualTo("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void the_changes_of_a_room_are_the_frames_of_the_chat() {
        String room = room("gallery");
        String messages = "/api/chat/rooms/" + room + "/messages";
        String first =
                member.post(messages, "{\"content\":\"one\"}").expect(201).text("id");
        member.patch(messages + "/" + first, "{\"content\":\"Hello @admin\"}").expect(200);
        member.put(messages + "/" + first + "/reactions/%F0%9F%91%8D", "").expect(204);
        String reply = admin.post(messages, "{\"content\":\"two\",\"reply_to\":\"%s\"}".formatted(first))
                .expect(201)
                .text("id");
        String gone =
                member.post(messages, "{\"content\":\"three\"}").expect(201).text("id");
        member.delete(messages + "/" + gone).expect(204);
        List<JsonNode> frames = new ArrayList<>();
        try (ChatClient client = ChatClient.signedIn(member)) {
            client.send("{\"type\":\"connect\",\"room_id\":\"%s\",\"protocol\":2,\"after_change\":0}".formatted(room));
            while (frames.size() < 6) {
                frames.add(client.await(frame -> frame.has("change")));
            }
        }

        assertThat(member.get("/api/chat/rooms/" + room + "/changes")
                        .expect(200)
                        .json())
                .containsExactlyElementsOf(frames);
        assertThat(frames.get(3).path("id").asText()).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat/ws", "/api/ws/chat"})
    void a_request_that_is_no_upgrade_is_answered_with_426(String path) {
        assertThat(admin.get(path).expect(426).text("code")).isEqualTo("upgrade_required");
        admin.post(path, "{}").expect(405);
    }

    @Test
    void connections_of_a_deactivated_user_are_closed() {
        Api guest = user("guest");
        String path = "/api/users/" + guest.get("/api/users/me").text("id");
        try (ChatClient client = ChatClient.in(guest, "general")) {
            admin.patch(path, "{\"active\":false}").expect(200);

            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void many_messages_are_numbered_without_gaps() {
        String room = room("hall");
        try (ChatClient reader = ChatClient.in(admin, room);
                ChatClient writer = ChatClient.in(member, room)) {
            for (int i = 1; i <= 40; i++) {
                writer.say(room, "m" + i, "id-" + i);
            }

            assertThat(reader.seqsUpTo(40))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 40).boxed().toList());
        }
    }

    @Test
    void the_metrics_count_messages_deliveries_and_replays() {
        String room = room("room-in-no-metric");
        double stored = metric("clubroom_chat_messages_stored_total");
        double delivered = metric("clubroom_chat_messages_delivered_total");
        double deliveries = metric("clubroom_chat_delivery_duration_seconds_count");
        double replays = metric("clubroom_chat_replays_total");
        double replayed = metric("clubroom_chat_messages_replayed_total");
        double gaps = metric("clubroom_chat_history_gaps_total");
        try (ChatClient one = ChatClient.in(admin, room);
                ChatClient two = ChatClient.in(admin, room)) {
            one.say(room, "first", "1").say(room, "second", "2");
            two.seqsUpTo(2);
            try (ChatClient back = ChatClient.signedIn(admin)) {
                back.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":1}");
                assertThat(back.await("message").path("seq").asLong()).isEqualTo(2);
            }

            await().untilAsserted(() -> {
                assertThat(metric("clubroom_chat_messages_stored_total")).isGreaterThanOrEqualTo(stored + 2);
                assertThat(metric("clubroom_chat_messages_delivered_total")).isGreaterThanOrEqualTo(delivered + 4);
                assertThat(metric("clubroom_chat_delivery_duration_seconds_count"))
                        .isGreaterThan(deliveries);
                assertThat(metric("clubroom_chat_replays_total")).isEqualTo(replays + 1);
                assertThat(metric("clubroom_chat_messages_replayed_total")).isEqualTo(replayed + 1);
            });
            assertThat(metric("clubroom_chat_connections")).isGreaterThanOrEqualTo(2);
            assertThat(metric("clubroom_chat_rooms")).isPositive();
            assertThat(metric("clubroom_chat_outbound_queue_bytes")).isNotNegative();
            assertThat(metric("clubroom_chat_history_gaps_total")).isEqualTo(gaps);
            assertThat(metric("clubroom_chat_slow_readers_closed_total")).isZero();
            assertThat(admin.get("/metrics").body()).doesNotContain(room);
        }
    }

    @Test
    void every_metric_in_the_dashboard_and_the_documentation_exists() throws IOException {
        Set<String> shown = admin.get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet());
        Pattern expression = Pattern.compile("\"expr\": \"(.*)\"");
        Pattern name = Pattern.compile("\\b(?:api|clubroom|hikaricp|jvm|logback|process|system)_[a-z_]+");
        List<String> dashboard = expression
                .matcher(Files.readString(Path.of("../docs/monitoring/dashboard.json")))
                .results()
                .flatMap(found -> name.matcher(found.group(1)).results())
                .map(MatchResult::group)
                // There may have been no garbage collection yet, and the in-memory store has neither database metrics
                // nor an index.
                .filter(metric -> !metric.matches("(jvm_gc_pause|api_db|hikaricp|clubroom_search)_.*"))
                .toList();
        List<String> documented = Pattern.compile("(?m)^\\| `(clubroom_[a-z_]+)`(?:, `(clubroom_[a-z_]+)`)?")
                .matcher(Files.readString(Path.of("../docs/operating.md")))
                .results()
                .flatMap(row -> Stream.of(row.group(1), row.group(2)))
                .filter(Objects::nonNull)
                .toList();

        assertThat(dashboard).hasSizeGreaterThan(20).allMatch(shown::contains);
        assertThat(documented)
                .hasSizeGreaterThan(10)
                .filteredOn(metric -> !metric.startsWith("clubroom_search_"))
                .allMatch(metric -> shown.contains(metric) || shown.contains(metric + "_count"));
    }

    private static double metric(String name) {
        return admin.get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }
}
