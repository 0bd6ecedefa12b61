package io.clubroom.chat;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clubroom.application.chat.ChangeMessage;
import io.clubroom.chat.Client.Frame;
import io.clubroom.chat.connection.Connections;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import java.net.ConnectException;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtocolTest {
    private static final TestNode.World WORLD = new TestNode.World();
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static TestNode node;

    private final User john = WORLD.user("John Smith");
    private final User anna = WORLD.user("Anna Novak");
    private final String room = "room-" + UUID.randomUUID();

    ProtocolTest() {
        WORLD.rooms.add(RoomsContract.room(room));
    }

    @BeforeAll
    static void start() {
        node = TestNode.start(WORLD, new ChatSettings(5, 1_048_576, List.of("https://app.example.com"), 100_000));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Object userOf(User user) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("id", user.id().toString());
        fields.put("username", user.username().value());
        fields.put("full_name", user.fullName().value());
        fields.put("avatar_url", user.avatar() == null ? null : user.avatar().pathOf(user.id()));
        return fields;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat/ws", "/api/ws/chat"})
    void authenticates_with_a_frame_on_both_paths(String path) {
        try (Client client = Client.connect(node.uri(path))) {
            client.send("{\"type\":\"authorization\",\"token\":\"" + TestNode.token(john) + "\"}");

            assertThat(client.expect("authenticated").fields())
                    .isEqualTo(
                            Map.of("type", "authenticated", "user_id", john.id().toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat/ws", "/api/ws/chat"})
    void authenticates_with_the_url_at_once(String path) {
        try (Client client = Client.connect(node.uri(path + "?token=" + TestNode.token(john)))) {
            assertThat(client.expect("authenticated").get("user_id"))
                    .isEqualTo(john.id().toString());
        }
    }

    @Test
    void authenticates_with_the_header_at_once() {
        try (Client client =
                Client.connect(node.uri("/api/chat/ws"), "Authorization", "Bearer " + TestNode.token(john))) {
            client.expect("authenticated");
        }
    }

    @Test
    void handles_frames_that_were_sent_before_the_authentication_was_complete() {
        try (Client client = Client.connect(node.uri("/api/chat/ws?token=" + TestNode.token(john)))) {
            client.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
            client.say(room, "at once", null);

            client.expect("authenticated");
            client.expect("connected");
            client.expect("user_joined");
            assertThat(client.expect("message").get("content")).isEqualTo("at once");
        }
    }

    @Test
    void answers_come_in_the_order_of_the_frames_including_errors() {
        try (Client client = Client.connect(node.uri("/api/chat/ws?token=" + TestNode.token(john)))) {
            client.send("no JSON");
            client.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
            client.send("{\"type\":\"dance\"}");
            client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
            client.send("{\"type\":\"ping\"}");

            client.expect("authenticated");
            client.expectError("malformed_json");
            client.expect("connected");
            assertThat(client.await(frame -> !frame.type().equals("user_joined"))
                            .get("code"))
                    .isEqualTo("unknown_type");
            assertThat(client.await(frame -> !frame.type().equals("user_joined"))
                            .get("code"))
                    .isEqualTo("binary_not_supported");
            client.await("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?token=forged", "?token=", "?token=%zz"})
    void closes_a_connection_with_a_bad_token_in_the_url(String query) {
        try (RawClient client = RawClient.upgraded(node, "/api/chat/ws" + query)) {
            assertThat(client.frame().text()).contains("\"code\":\"invalid_token\"");
            assertThat(client.frame().closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void closes_a_connection_with_a_bad_token_in_a_frame_or_the_header() {
        try (Client frame = Client.connect(node.uri("/api/chat/ws"));
                Client header = Client.connect(node.uri("/api/chat/ws"), "Authorization", "Bearer x")) {
            frame.send("{\"type\":\"authorization\",\"token\":\"forged\"}");

            frame.expectError("invalid_token");
            header.expectError("invalid_token");
            assertThat(frame.closeCode()).isEqualTo(4401);
            assertThat(header.closeCode()).isEqualTo(4401);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
        '{"type":"connect","room_id":"general"}', not_authenticated
        '{"type":"ping"}',                        not_authenticated
        '{"type":"dance"}',                       unknown_type
        'no JSON',                                malformed_json
        """)
    void closes_a_connection_that_sends_other_frames_before_authenticating(String frame, String code) {
        try (Client client = Client.connect(node.uri("/api/chat/ws"))) {
            client.send(frame);

            client.expectError(code);
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example.com", "null", "https://app.example.com.evil.com"})
    void rejects_pages_of_other_origins(String origin) {
        assertThatThrownBy(() -> Client.connect(node.uri("/api/chat/ws"), "Origin", origin))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(403));
    }

    @Test
    void accepts_pages_of_allowed_origins_and_of_its_own() {
        String own = "http://127.0.0.1:" + node.uri("/").getPort();
        for (String origin : List.of("https://app.example.com", own)) {
            Client.connect(node.uri("/api/chat/ws"), "Origin", origin).close();
        }
    }

    @Test
    void a_client_that_enters_gets_the_members_and_then_everybody_is_told() {
        try (Client first = Client.signedIn(node, TestNode.token(john));
                Client second = Client.signedIn(node, TestNode.token(anna))) {
            assertThat(first.enter(room).fields())
                    .isEqualTo(Map.of(
                            "type",
                            "connected",
                            "room_id",
                            room,
                            "last_seq",
                            0L,
                            "members",
                            List.of(userOf(john)),
                            "member_count",
                            1L));
            first.expect("user_joined");

            assertThat(second.enter(room).get("members")).isEqualTo(List.of(userOf(john), userOf(anna)));

            for (Frame joined : List.of(first.expect("user_joined"), second.expect("user_joined"))) {
                assertThat(joined.fields())
                        .containsEntry("sender_id", NOBODY)
                        .containsEntry("sender_name", "System")
                        .containsEntry("content", "Anna Novak has joined the chat")
                        .containsEntry("room_id", room)
                        .containsEntry("user", userOf(anna))
                        .containsKeys("id", "created_at", "timestamp")
                        .doesNotContainKey("seq");
            }
        }
    }

    @Test
    void everybody_gets_a_message_with_the_fields_of_both_formats_and_only_its_sender_the_client_message_id() {
        try (Client first = Client.in(node, TestNode.token(john), room);
                Client second = Client.in(node, TestNode.token(anna), room)) {
            first.say(room, "  Hello everyone!  ", "my-1");

            Frame own = first.await("message");
            Frame other = second.await("message");

            assertThat(own.get("client_message_id")).isEqualTo("my-1");
            assertThat(own.fields())
                    .containsEntry("seq", 1L)
                    .containsEntry("sender_id", john.id().toString())
                    .containsEntry("sender_name", "John Smith")
                    .containsEntry("content", "Hello everyone!")
                    .containsEntry("room_id", room)
                    .containsEntry("user", userOf(john))
                    .containsEntry("timestamp", own.get("created_at"));
            assertThat(Instant.parse(String.valueOf(own.get("created_at"))))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            own.fields().remove("client_message_id");
            assertThat(other.fields()).isEqualTo(own.fields());
        }
    }

    @Test
    void joining_and_leaving_is_announced_for_the_first_and_the_last_connection_of_a_user() {
        try (Client witness = Client.in(node, TestNode.token(anna), room)) {
            witness.expect("user_joined");
            Client first = Client.in(node, TestNode.token(john), room);
            assertThat(witness.await("user_joined").get("content")).isEqualTo("John Smith has joined the chat");
            Client second = Client.in(node, TestNode.token(john), room);
            first.close();
            Client.in(node, TestNode.token(anna), room).close();
            assertThat(witness.drain()).isEmpty();

            second.send("{\"type\":\"disconnect\",\"room_id\":\"" + room + "\"}");

            assertThat(second.await("disconnected").get("room_id")).isEqualTo(room);
            assertThat(witness.await("user_left").get("content")).isEqualTo("John Smith has left the chat");
            second.close();
        }
    }

    @Test
    void a_connection_may_be_in_several_rooms() {
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.expect("user_joined");
            client.enter("general");
            client.say(room, "here", null);
            client.say("general", "there", null);

            assertThat(client.await("message", 2))
                    .extracting(frame -> frame.get("room_id") + ":" + frame.get("content"))
                    .containsExactlyInAnyOrder(room + ":here", "general:there");
        }
    }

    @Test
    void typing_is_announced_to_the_others() {
        try (Client first = Client.in(node, TestNode.token(john), room);
                Client second = Client.in(node, TestNode.token(anna), room)) {
            first.await("user_joined", 2);
            first.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");

            assertThat(second.await("typing").fields())
                    .isEqualTo(Map.of("type", "typing", "room_id", room, "user", userOf(john)));
            assertThat(first.drain()).isEmpty();
        }
    }

    @Test
    void a_repeated_message_is_stored_once_and_answered_with_the_stored_one() {
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.say(room, "once", "same").say(room, "twice", "same").say(room, "next", null);

            List<Frame> messages = client.await("message", 3);

            assertThat(messages).extracting(Frame::seq).containsExactlyInAnyOrder(1L, 1L, 2L);
            assertThat(messages).filteredOn(message -> message.seq() == 1).allSatisfy(message -> {
                assertThat(message.get("content")).isEqualTo("once");
                assertThat(message.get("client_message_id")).isEqualTo("same");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json | malformed_json",
                "[] | malformed_json",
                "{\"type\":\"ping\"} {} | malformed_json",
                "{} | unknown_type",
                "{\"type\":7} | unknown_type",
                "{\"type\":\"dance\"} | unknown_type",
                "{\"type\":\"connect\"} | invalid_frame",
                "{\"type\":\"connect\",\"room_id\":7} | invalid_frame",
                "{\"type\":\"connect\",\"room_id\":\"general\",\"after_seq\":\"1\"} | invalid_frame",
                "{\"type\":\"connect\",\"room_id\":\"general\",\"after_seq\":-1} | invalid_frame",
                "{\"type\":\"connect\",\"room_id\":\"general\",\"after_seq\":99999999999999999999} | invalid_frame",
                "{\"type\":\"connect\",\"room_id\":\"there-is-no-such-room\"} | room_not_found",
                "{\"type\":\"connect\",\"room_id\":\"\\u0000\"} | room_not_found",
                "{\"type\":\"connect\",\"room_id\":\"general\",\"user_id\":\"somebody\"} | user_id_mismatch",
                "{\"type\":\"disconnect\",\"room_id\":\"support\"} | not_connected",
                "{\"type\":\"typing\",\"room_id\":\"support\"} | not_connected",
                "{\"type\":\"message\",\"room_id\":\"support\",\"content\":\"x\"} | not_connected",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\" \\n \"} | invalid_content",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"a\\u0000b\"} | invalid_content",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"\\ud800\"} | invalid_content",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":[]} | invalid_frame",
                "{\"type\":\"message\",\"room_id\":\"general\"} | invalid_frame",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"\",\"file_ids\":[]} | invalid_content",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"x\",\"file_ids\":\"x\"} | invalid_frame",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"x\",\"file_ids\":[\"x\"]} | invalid_frame",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"x\",\"file_ids\":[7]} | invalid_frame",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"x\",\"file_ids\":[[]]} | invalid_frame",
                "{\"type\":\"message\",\"room_id\":\"general\",\"content\":\"x\",\"client_message_id\":\"\"} |"
                        + " invalid_frame"
            })
    void an_invalid_frame_is_answered_and_the_connection_stays(String frameAndCode) {
        String[] parts = frameAndCode.split(" \\| ");
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.await("user_joined");
            // Its own room, because in a shared one other clients may still be leaving.
            client.send(parts[0].replace("general", room));

            client.expectError(parts[1]);
            assertThat(client.drain()).isEmpty();
        }
    }

    @Test
    void everybody_gets_the_files_of_a_message_and_so_does_who_returns() {
        StoredFile picture = WORLD.picture(john, "plan.png");
        StoredFile other = WORLD.picture(john, "\uD83D\uDE00");
        try (Client first = Client.in(node, TestNode.token(john), room);
                Client second = Client.in(node, TestNode.token(anna), room);
                Client back = Client.signedIn(node, TestNode.token(anna))) {
            first.sayWithFiles(room, "", List.of(other.id(), picture.id()), "my-1");

            Frame own = first.await("message");
            assertThat(own.get("content")).isEqualTo("");
            assertThat(own.get("client_message_id")).isEqualTo("my-1");
            assertThat(own.get("attachments")).isEqualTo(List.of(jsonOf(other), jsonOf(picture)));
            assertThat(second.await("message").get("attachments")).isEqualTo(own.get("attachments"));
            back.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");
            assertThat(back.await("message").get("attachments")).isEqualTo(own.get("attachments"));

            first.sayWithFiles(room, "again", List.of(other.id(), picture.id()), "my-1");
            assertThat(first.await("message").fields()).isEqualTo(own.fields());
            first.say(room, "without", null);
            assertThat(first.await("message").get("attachments")).isEqualTo(List.of());
        }
    }

    private static Map<String, Object> jsonOf(StoredFile file) {
        return Map.ofEntries(
                Map.entry("id", file.id().toString()),
                Map.entry("name", file.name().value()),
                Map.entry("media_type", "image/png"),
                Map.entry("size", 1_234L),
                Map.entry("sha256", "0".repeat(64)),
                Map.entry("width", 640L),
                Map.entry("height", 480L),
                Map.entry("created_at", "2026-01-01T00:00:00Z"),
                Map.entry("owner_id", file.owner().toString()),
                Map.entry("url", "/api/files/" + file.id()),
                Map.entry("thumbnail_url", "/api/files/" + file.id() + "/thumbnail"));
    }

    @Test
    void a_message_with_a_file_that_cannot_be_attached_to_it_is_refused_and_not_stored() {
        StoredFile own = WORLD.picture(john, "own.png");
        StoredFile foreign = WORLD.picture(anna, "foreign.png");
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.await("user_joined");
            for (List<FileId> files : List.of(
                    List.of(own.id(), foreign.id()),
                    List.of(own.id(), own.id()),
                    List.of(own.id(), new FileId(UUID.randomUUID())))) {
                client.sayWithFiles(room, "text", files, "my-1");

                assertThat(client.expect("error").fields())
                        .containsEntry("code", "file_not_found")
                        .containsEntry("room_id", room)
                        .containsEntry("client_message_id", "my-1");
            }
            client.sayWithFiles(room, "text", List.of(own.id()), "my-1");
            assertThat(client.expect("message").seq()).isEqualTo(1);
            client.sayWithFiles(room, "text", List.of(own.id()), "my-2");
            client.expectError("file_not_found");
        }
    }

    @Test
    void a_message_may_have_10_files_and_no_more() {
        List<FileId> files = IntStream.range(0, 11)
                .mapToObj(i -> WORLD.picture(john, "picture " + i).id())
                .toList();
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.await("user_joined");
            client.sayWithFiles(room, "x", files, "my-1");
            assertThat(client.expect("error").fields())
                    .containsEntry("code", "invalid_frame")
                    .containsEntry("error", "file_ids must be a list of at most 10 ids of files")
                    .containsEntry("client_message_id", "my-1");

            client.sayWithFiles(room, "x", files.subList(0, 10), "my-1");
            assertThat((List<?>) client.expect("message").get("attachments")).hasSize(10);
        }
    }

    @Test
    void the_files_of_a_deleted_user_are_gone_from_a_replay_at_once() {
        User leaver = WORLD.user("Leaver");
        StoredFile file = WORLD.picture(leaver, "plan.png");
        try (Client stays = Client.in(node, TestNode.token(anna), room);
                Client talker = Client.in(node, TestNode.token(leaver), room);
                Client reader = Client.signedIn(node, TestNode.token(john))) {
            talker.sayWithFiles(room, "I was here", List.of(file.id()), "my-1");
            assertThat((List<?>) stays.await("message").get("attachments")).hasSize(1);

            node.delete(leaver);
            reader.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");

            assertThat(reader.await("message").get("attachments")).isEqualTo(List.of());
        }
    }

    @Test
    void everybody_receives_a_message_that_somebody_outside_has_posted() {
        try (TestNode other = TestNode.start(WORLD);
                Client here = Client.in(node, TestNode.token(john), room);
                Client there = Client.in(other, TestNode.token(anna), room)) {
            here.say(room, "one", null);
            here.await("message");
            there.await("message");

            assertThat(node.post(anna, room, "two")).isInstanceOf(ChangeMessage.Result.Stored.class);
            assertThat(List.of(here.await("message"), there.await("message")))
                    .extracting(Frame::seq, frame -> frame.get("content"), frame -> frame.get("sender_name"))
                    .containsOnly(tuple(2L, "two", "Anna Novak"));

            here.say(room, "three", null);
            assertThat(List.of(here.await("message"), there.await("message")))
                    .extracting(Frame::seq)
                    .containsOnly(3L);
        }
    }

    @Test
    void an_error_about_a_message_names_the_message() {
        try (Client client = Client.signedIn(node, TestNode.token(john))) {
            client.say("support", "x", "my-7");

            assertThat(client.expect("error").fields())
                    .containsEntry("error", "Not connected to this room")
                    .containsEntry("code", "not_connected")
                    .containsEntry("room_id", "support")
                    .containsEntry("client_message_id", "my-7");
        }
    }

    @Test
    void a_text_may_have_4000_characters_and_no_more() {
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.say(room, "\uD83D\uDE00".repeat(4_000), null);
            assertThat(String.valueOf(client.await("message").get("content"))).hasSize(8_000);

            client.say(room, "x".repeat(4_001), null);
            client.expectError("invalid_content");
        }
    }

    @Test
    void binary_frames_are_answered_with_an_error() {
        try (Client client = Client.signedIn(node, TestNode.token(john))) {
            client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();

            client.expectError("binary_not_supported");
            assertThat(client.drain()).isEmpty();
        }
    }

    @Test
    void a_message_of_64_kib_is_accepted_and_a_longer_one_closes_the_connection() {
        try (Client client = Client.signedIn(node, TestNode.token(john))) {
            String frame = "{\"type\":\"ping\",\"x\":\"";
            client.send(frame + "x".repeat(65_536 - frame.length() - 2) + "\"}");
            client.expect("pong");

            client.send(frame + "x".repeat(65_536) + "\"}");
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void a_fragmented_message_of_more_than_64_kib_closes_the_connection() {
        try (Client client = Client.signedIn(node, TestNode.token(john))) {
            for (int i = 0; i < 5 && !client.isClosed(); i++) {
                client.socket().sendText("x".repeat(16_384), false).join();
            }

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void fragments_make_a_message() {
        try (Client client = Client.signedIn(node, TestNode.token(john))) {
            client.socket().sendText("{\"type\":", false).join();
            client.socket().sendText("\"ping\"}", true).join();

            client.expect("pong");
        }
    }

    @Test
    void messages_beyond_the_rate_limit_are_rejected_and_not_stored() {
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.await("user_joined");
            for (int i = 0; i < 30; i++) {
                client.say(room, "m" + i, "id-" + i);
            }
            List<Frame> answers =
                    IntStream.range(0, 30).mapToObj(_ -> client.next()).toList();

            List<Frame> refused = answers.stream()
                    .filter(frame -> frame.type().equals("error"))
                    .toList();
            assertThat(refused).hasSizeBetween(10, 20).allSatisfy(frame -> {
                assertThat(frame.get("code")).isEqualTo("rate_limited");
                assertThat(frame.get("client_message_id")).isNotNull();
            });
            assertThat(WORLD.rooms.reached(List.of(new RoomId(room))))
                    .containsEntry(new RoomId(room), RoomsContract.reached(30L - refused.size()));
        }
    }

    @Test
    void while_the_store_is_unavailable_only_the_sender_gets_an_error_and_the_connections_stay() {
        TestNode.World world = new TestNode.World();
        User sender = world.user("Sender");
        try (TestNode other = TestNode.start(world);
                Client client = Client.in(other, TestNode.token(sender), "general");
                Client witness = Client.in(other, TestNode.token(sender), "general")) {
            client.await("user_joined");
            world.away = true;
            client.say("general", "lost", "id-1");
            assertThat(client.expect("error").fields())
                    .containsEntry("code", "unavailable")
                    .containsEntry("client_message_id", "id-1");
            assertThat(witness.drain()).isEmpty();

            world.away = false;
            client.say("general", "found", "id-1");

            assertThat(client.expect("message").get("content")).isEqualTo("found");
            assertThat(witness.expect("message").seq()).isEqualTo(1);
        }
    }

    @Test
    void a_returning_client_gets_the_missed_messages_and_then_the_live_ones() {
        try (Client talker = Client.in(node, TestNode.token(john), room)) {
            for (int i = 1; i <= 8; i++) {
                talker.say(room, "m" + i, "id-" + i);
            }
            talker.await("message", 8);
            Client back = Client.signedIn(node, TestNode.token(john));
            back.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":3}");

            assertThat(back.expect("connected").get("last_seq")).isEqualTo(8L);
            List<Frame> replayed = back.await("message", 5);
            assertThat(replayed).extracting(Frame::seq).containsExactly(4L, 5L, 6L, 7L, 8L);
            assertThat(replayed.getFirst().get("client_message_id")).isEqualTo("id-4");
            back.say(room, "m9", null);
            assertThat(back.await("message").seq()).isEqualTo(9);
            back.close();
        }
    }

    @Test
    void more_than_1000_missed_messages_are_not_replayed_but_linked() {
        WORLD.messages.append(IntStream.rangeClosed(1, 1_001)
                .mapToObj(i -> new Draft(
                        new MessageId(UUID.randomUUID()),
                        new RoomId(room),
                        john.id(),
                        john.tokenVersion(),
                        new MessageText("m" + i),
                        null,
                        Instant.now()))
                .toList());
        try (Client gap = Client.signedIn(node, TestNode.token(john));
                Client all = Client.signedIn(node, TestNode.token(john))) {
            gap.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");
            gap.expect("connected");
            assertThat(gap.await("error").fields())
                    .containsEntry("code", "history_gap")
                    .containsEntry("room_id", room)
                    .containsEntry("history", "/api/chat/rooms/" + room + "/messages?after_seq=0&before_seq=1002");

            all.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":1}");
            assertThat(all.await("message", 1_000).getLast().seq()).isEqualTo(1_001);
        }
    }

    @Test
    void a_revoked_token_closes_its_connections() {
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.await("user_joined");
            WORLD.revocations.revokeBelow(john.id(), 1);

            client.expectError("invalid_token");
            assertThat(client.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void an_expired_token_closes_its_connections_unless_it_was_renewed() {
        TestNode.World world = new TestNode.World();
        User user = world.user("Somebody");
        Instant soon = Instant.now().plusSeconds(3_600);
        try (TestNode other = TestNode.start(world);
                Client ends = Client.in(other, TestNode.token(user, soon), "general");
                Client stays = Client.in(other, TestNode.token(user, soon), "general")) {
            String newer = TestNode.token(user, soon.plusSeconds(3_600));
            stays.send("{\"type\":\"authorization\",\"token\":\"" + newer + "\"}");
            stays.await("authenticated");

            world.ahead = Duration.ofSeconds(3_600);

            assertThat(ends.closeCode()).isEqualTo(4401);
            assertThat(stays.drain()).noneMatch(frame -> frame.type().equals("error"));
        }
    }

    @Test
    void a_token_of_another_user_does_not_change_the_user_of_a_connection() {
        try (Client client = Client.signedIn(node, TestNode.token(john))) {
            client.send("{\"type\":\"authorization\",\"token\":\"" + TestNode.token(anna) + "\"}");

            client.expectError("user_id_mismatch");
            client.send("{\"type\":\"connect\",\"room_id\":\"general\",\"user_id\":\"" + john.id() + "\"}");
            client.expect("connected");
        }
    }

    @Test
    void a_message_of_a_deleted_user_is_replayed_without_its_author() {
        User leaver = WORLD.user("Leaver");
        try (Client talker = Client.in(node, TestNode.token(leaver), room)) {
            talker.say(room, "I was here", null);
            talker.await("message");
        }
        node.delete(leaver);
        try (Client reader = Client.signedIn(node, TestNode.token(john))) {
            reader.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");

            assertThat(reader.await("message").fields())
                    .containsEntry("sender_id", NOBODY)
                    .containsEntry("sender_name", "Deleted user")
                    .containsEntry("content", "I was here");
        }
    }

    @Test
    void a_renamed_author_has_the_new_name_in_a_replay_at_once() {
        User author = WORLD.user("Old Name");
        try (Client talker = Client.in(node, TestNode.token(author), room);
                Client reader = Client.signedIn(node, TestNode.token(john))) {
            talker.say(room, "I was here", "my-1");
            assertThat(talker.await("message").get("sender_name")).isEqualTo("Old Name");

            node.rename(author, "New Name");
            reader.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");

            assertThat(reader.await("message").fields())
                    .containsEntry("sender_name", "New Name")
                    .containsEntry("content", "I was here");
        }
    }

    @Test
    void a_deleted_author_is_a_deleted_user_in_a_replay_at_once() {
        User leaver = WORLD.user("Leaver");
        try (Client stays = Client.in(node, TestNode.token(anna), room);
                Client talker = Client.in(node, TestNode.token(leaver), room);
                Client reader = Client.signedIn(node, TestNode.token(john))) {
            talker.say(room, "I was here", null);
            assertThat(stays.await("message").get("sender_name")).isEqualTo("Leaver");

            node.delete(leaver);
            reader.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");

            assertThat(reader.await("message").fields())
                    .containsEntry("sender_id", NOBODY)
                    .containsEntry("sender_name", "Deleted user")
                    .containsEntry("content", "I was here");
        }
    }

    @Test
    void members_of_a_deleted_room_are_disconnected_from_it() {
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.await("user_joined");

            node.deleteRoom(new RoomId(room));

            assertThat(client.expect("disconnected").get("room_id")).isEqualTo(room);
            client.say(room, "anybody?", null);
            client.expectError("not_connected");
        }
    }

    @Test
    void a_stopping_server_accepts_nobody_and_closes_all_connections() {
        try (TestNode other = TestNode.start(WORLD)) {
            List<Client> clients = IntStream.range(0, 30)
                    .mapToObj(_ -> Client.in(other, TestNode.token(john), room))
                    .toList();

            other.context().getBean(Connections.class).stop();

            // The rest of the server is still running.
            assertThatThrownBy(() -> Client.connect(other.uri("/api/chat/ws")))
                    .hasCauseInstanceOf(ConnectException.class);
            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.closeCode()).isEqualTo(1012));
            clients.forEach(Client::close);
        }
    }

    @Test
    void a_closed_server_sends_a_close_code() {
        TestNode other = TestNode.start(WORLD);
        try (Client client = Client.in(other, TestNode.token(john), room)) {
            other.close();

            assertThat(client.closeCode()).isEqualTo(1012);
        }
    }

    @Test
    void a_client_that_disconnects_while_it_enters_a_room_does_not_stay_in_it() {
        try (TestNode other = TestNode.start(WORLD);
                Client witness = Client.in(other, TestNode.token(anna), room)) {
            witness.expect("user_joined");
            for (int i = 0; i < 20; i++) {
                Client hasty = Client.signedIn(other, TestNode.token(john));
                hasty.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
                hasty.close();
            }

            await().until(() -> other.connections() == 1);
            try (Client look = Client.signedIn(other, TestNode.token(anna))) {
                await().untilAsserted(() ->
                        assertThat(look.enter(room).get("member_count")).isEqualTo(1L));
            }
        }
    }

    @Test
    void closed_connections_are_removed() {
        try (TestNode other = TestNode.start(WORLD)) {
            Client polite = Client.in(other, TestNode.token(john), room);
            Client rude = Client.in(other, TestNode.token(john), room);
            polite.socket().sendClose(1000, "bye").join();
            rude.close();

            assertThat(polite.closeCode()).isEqualTo(1000);
            await().untilAsserted(() -> assertThat(other.connections()).isZero());
        }
    }
}
