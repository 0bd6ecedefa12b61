package io.clubroom.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.chat.Client.Frame;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.user.User;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What protocol 2 adds, and that clients of protocol 1 do not notice. */
final class SecondProtocolTest {
    private static final TestNode.World WORLD = new TestNode.World();
    private static TestNode node;

    private final User john = WORLD.user("John Smith");
    private final User anna = WORLD.user("Anna Novak");
    private String room = "room-" + UUID.randomUUID();

    SecondProtocolTest() {
        WORLD.rooms.add(RoomsContract.room(room));
    }

    @BeforeAll
    static void start() {
        node = TestNode.start(WORLD, new ChatSettings(1_000, 1_048_576, List.of(), 100_000));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Client signedIn(User user) {
        Client client = Client.connect(node.uri("/api/chat/ws?protocol=2&token=" + TestNode.token(user)));
        assertThat(client.expect("authenticated").get("protocol")).isEqualTo(2L);
        return client;
    }

    /** A client of protocol 2 in the room; it has received what tells of its arrival. */
    private Client in(User user) {
        Client client = signedIn(user);
        client.enter(room);
        client.drain();
        return client;
    }

    /**
     * What a client in the room is told before the answer to a frame that it sends now. The answer takes the way of everything that is told in a
     * room, so nothing from before comes after it.
     */
    private List<Frame> heard(Client client) {
        client.send(edit(UUID.randomUUID(), "x", null));
        List<Frame> before = new ArrayList<>();
        for (Frame frame = client.next(); !frame.type().equals("error"); frame = client.next()) {
            before.add(frame);
        }
        return before;
    }

    /** The next changes of the room; what else comes before them is skipped. */
    private static List<Frame> changes(Client client, int count) {
        return Stream.generate(() -> client.await(frame -> frame.get("change") != null))
                .limit(count)
                .toList();
    }

    private static boolean isArrival(Frame frame, User user) {
        return frame.type().equals("user_joined")
                && frame.get("user") instanceof Map<?, ?> who
                && String.valueOf(who.get("id")).equals(user.id().toString());
    }

    private String frame(String type, String fields, @Nullable String id) {
        return "{\"type\":\"" + type + "\",\"room_id\":\"" + room + "\"," + fields
                + (id == null ? "" : ",\"client_message_id\":\"" + id + "\"") + "}";
    }

    private String edit(Object message, String content, @Nullable String id) {
        return frame("edit", "\"message_id\":\"" + message + "\",\"content\":\"" + content + "\"", id);
    }

    private String delete(Object message, @Nullable String id) {
        return frame("delete", "\"message_id\":\"" + message + "\"", id);
    }

    private String react(Object message, String emoji, boolean remove, @Nullable String id) {
        return frame(
                "react", "\"message_id\":\"" + message + "\",\"emoji\":\"" + emoji + "\",\"remove\":" + remove, id);
    }

    // Negotiation

    @Test
    void a_client_asks_for_a_protocol_when_it_authenticates() {
        try (Client client = Client.connect(node.uri("/api/chat/ws"))) {
            client.send("{\"type\":\"authorization\",\"token\":\"" + TestNode.token(john) + "\",\"protocol\":9}");

            assertThat(client.expect("authenticated").get("protocol")).isEqualTo(2L);
            assertThat(client.enter(room).get("last_change")).isEqualTo(0L);
        }
    }

    @Test
    void a_client_asks_for_a_protocol_when_it_enters_a_room_and_speaks_it_in_all_rooms() {
        String other = "other-" + UUID.randomUUID();
        WORLD.rooms.add(RoomsContract.room(other));
        try (Client client = Client.in(node, TestNode.token(john), room)) {
            client.say(room, "Hello", null);
            Object message = client.await("message").get("id");

            client.send("{\"type\":\"connect\",\"room_id\":\"" + other + "\",\"protocol\":2}");

            assertThat(client.expect("connected").get("last_change")).isEqualTo(0L);
            client.await("user_joined");
            client.send(edit(message, "Hi", null));
            assertThat(client.expect("message_edited").get("change")).isEqualTo(2L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"2\"", "null", "[]"})
    void what_is_no_version_is_refused_and_the_connection_stays(String version) {
        try (Client client = Client.connect(node.uri("/api/chat/ws"))) {
            client.send("{\"type\":\"authorization\",\"token\":\"" + TestNode.token(john) + "\",\"protocol\":" + version
                    + "}");
            client.expectError("invalid_frame");

            client.send("{\"type\":\"authorization\",\"token\":\"" + TestNode.token(john) + "\"}");
            assertThat(client.expect("authenticated").fields()).doesNotContainKey("protocol");
            client.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"protocol\":" + version + "}");
            client.expectError("invalid_frame");
            assertThat(client.enter(room).fields()).doesNotContainKey("last_change");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"protocol=0", "protocol=", "protocol=x", "protocol=-1", "protocol=1.0", "protocol=1&protocol=2"})
    void what_is_no_version_in_the_url_is_a_bad_request(String query) {
        assertThatThrownBy(() -> Client.connect(node.uri("/api/chat/ws?" + query)))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure.getCause())
                                .getResponse()
                                .statusCode())
                        .isEqualTo(400));
    }

    // Protocol 1

    @Test
    void clients_of_protocol_1_hear_of_messages_only() {
        try (Client first = Client.in(node, TestNode.token(john), room);
                Client second = in(anna)) {
            first.await(frame -> isArrival(frame, anna));
            second.say(room, "Hello", "1");
            Frame message = first.expect("message");
            second.send(edit(message.get("id"), "Hi", null));
            second.send(react(message.get("id"), "👍", false, null));
            second.send(read(1));
            second.await("read");
            second.send(delete(message.get("id"), null));
            second.await("message_deleted");

            assertThat(message.fields())
                    .doesNotContainKeys("change", "edited_at", "deleted", "mentions", "reactions", "reply_to");
            assertThat(first.drain()).isEmpty();
            for (String type : List.of("edit", "delete", "react", "read")) {
                first.send("{\"type\":\"" + type + "\",\"room_id\":\"" + room + "\"}");
                first.expectError("unknown_type");
            }
            first.send(frame("message", "\"content\":\"a reply\",\"reply_to\":\"x\"", null));
            assertThat(first.expect("message").get("seq")).isEqualTo(2L);
        }
    }

    @Test
    void a_replay_of_protocol_1_shows_texts_as_they_are_now() {
        try (Client client = in(john)) {
            client.say(room, "one", null);
            Object one = client.expect("message").get("id");
            client.say(room, "two", null);
            Object two = client.expect("message").get("id");
            client.send(edit(one, "new", null));
            client.send(delete(two, null));
            client.await("message_deleted");
        }
        try (Client client = Client.signedIn(node, TestNode.token(anna))) {
            client.send("{\"type\":\"connect\",\"room_id\":\"" + room + "\",\"after_seq\":0}");

            assertThat(client.expect("connected").fields()).doesNotContainKey("last_change");
            List<Frame> replayed = client.await("message", 2);
            assertThat(replayed).extracting(frame -> frame.get("content")).containsExactly("new", "");
            assertThat(replayed).extracting(Frame::seq).containsExactly(1L, 2L);
            assertThat(replayed.getLast().fields()).doesNotContainKeys("deleted", "change");
        }
    }

    // Protocol 2

    @Test
    void everybody_gets_the_changes_and_the_connection_that_made_one_its_client_message_id() {
        try (Client author = in(john);
                Client other = in(anna);
                Client second = in(john)) {
            author.await(frame -> isArrival(frame, anna));
            author.say(room, "Hello @" + anna.username().value(), "m");
            Frame message = author.expect("message");

            assertThat(message.fields())
                    .containsEntry("change", 1L)
                    .containsEntry("seq", 1L)
                    .containsEntry("edited_at", null)
                    .containsEntry("deleted", "false")
                    .containsEntry("mentions", List.of(anna.id().toString()))
                    .containsEntry("reactions", List.of())
                    .containsEntry("reply_to", null)
                    .containsEntry("client_message_id", "m");
            for (Client receiver : List.of(other, second)) {
                assertThat(receiver.expect("message").fields()).doesNotContainKey("client_message_id");
            }

            author.send(edit(message.get("id"), "Hi", "e"));
            Frame edited = author.expect("message_edited");
            assertThat(edited.fields())
                    .containsEntry("change", 2L)
                    .containsEntry("message_id", message.get("id"))
                    .containsEntry("content", "Hi")
                    .containsEntry("mentions", List.of())
                    .containsEntry("client_message_id", "e")
                    .containsKey("edited_at");
            assertThat(second.expect("message_edited").fields()).doesNotContainKey("client_message_id");
            assertThat(other.expect("message_edited").get("content")).isEqualTo("Hi");

            other.send(react(message.get("id"), "👍", false, "r"));
            for (Client receiver : List.of(author, other, second)) {
                assertThat(receiver.expect("reaction").get("change")).isEqualTo(3L);
            }
            author.send(delete(message.get("id"), "d"));
            for (Client receiver : List.of(author, other, second)) {
                assertThat(receiver.expect("message_deleted").get("change")).isEqualTo(4L);
            }
        }
    }

    @Test
    void a_reaction_tells_who_reacts_and_how_many_do() {
        try (Client client = in(john)) {
            client.say(room, "Hello", null);
            Object message = client.expect("message").get("id");
            client.send(react(message, "❤", false, "r"));

            assertThat(client.expect("reaction").fields())
                    .containsEntry("change", 2L)
                    .containsEntry("emoji", "❤️")
                    .containsEntry("removed", "false")
                    .containsEntry("count", 1L)
                    .containsEntry("client_message_id", "r")
                    .extractingByKey("user")
                    .extracting("full_name")
                    .isEqualTo("John Smith");
            client.send(react(message, "❤️", true, null));
            assertThat(client.expect("reaction").fields())
                    .containsEntry("change", 3L)
                    .containsEntry("removed", "true")
                    .containsEntry("count", 0L);
        }
    }

    @Test
    void what_changes_nothing_is_told_to_its_sender_alone_and_takes_no_number() {
        try (Client author = in(john);
                Client other = in(anna)) {
            author.await(frame -> isArrival(frame, anna));
            author.say(room, "Hello", null);
            Object message = author.expect("message").get("id");
            other.await("message");

            author.send(edit(message, "Hello", "e"));
            Frame edited = author.expect("message_edited");
            assertThat(edited.fields()).doesNotContainKey("change").containsEntry("client_message_id", "e");
            author.send(react(message, "👍", true, null));
            assertThat(author.expect("reaction").fields()).doesNotContainKey("change");
            author.send(delete(message, null));
            assertThat(author.expect("message_deleted").get("change")).isEqualTo(2L);
            author.send(delete(message, "again"));
            assertThat(author.expect("message_deleted").fields())
                    .doesNotContainKey("change")
                    .containsEntry("client_message_id", "again");
            assertThat(heard(other)).extracting(Frame::type).containsExactly("message_deleted");
        }
    }

    @Test
    void a_repeat_is_answered_with_what_is_stored() {
        try (Client author = in(john);
                Client second = in(john)) {
            author.say(room, "Hello", "m");
            Object message = author.expect("message").get("id");
            author.send(edit(message, "Hi", "e"));
            author.expect("message_edited");
            second.await("message_edited");

            second.send(edit(message, "Hi", "e"));
            assertThat(second.expect("message_edited").fields())
                    .containsEntry("change", 2L)
                    .containsEntry("client_message_id", "e");
            second.say(room, "Hello", "m");
            assertThat(second.expect("message").fields())
                    .containsEntry("change", 1L)
                    .containsEntry("content", "Hi")
                    .containsEntry("client_message_id", "m");
            second.send(delete(message, "e"));
            Frame used = second.expect("error");
            assertThat(used.fields())
                    .containsEntry("code", "client_message_id_used")
                    .containsEntry("client_message_id", "e")
                    .containsEntry("room_id", room);
            assertThat(author.drain()).isEmpty();
        }
    }

    @Test
    void a_reply_shows_what_it_answers() {
        try (Client client = in(john)) {
            client.say(room, "Hello", null);
            Object message = client.expect("message").get("id");
            client.send(frame("message", "\"content\":\"Hi\",\"reply_to\":\"" + message + "\"", null));

            assertThat(client.expect("message").get("reply_to"))
                    .isEqualTo(
                            Map.of("id", message, "sender_name", "John Smith", "content", "Hello", "deleted", "false"));
            client.send(delete(message, null));
            client.expect("message_deleted");
            client.send(frame("message", "\"content\":\"Hi\",\"reply_to\":\"" + message + "\"", "late"));
            Frame refused = client.expect("error");
            assertThat(refused.get("code")).isEqualTo("message_deleted");
            assertThat(refused.get("client_message_id")).isEqualTo("late");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
        edit   | "content":""                | invalid_content
        edit   | "content":"  "              | invalid_content
        edit   | "content":7                 | invalid_frame
        react  | "emoji":"x"                 | invalid_emoji
        react  | "emoji":"👍👍"              | invalid_emoji
        react  | "emoji":null                | invalid_frame
        react  | "emoji":"👍","remove":1     | invalid_frame
        edit   | "content":"x","client_message_id":"" | invalid_frame
        """)
    void what_is_wrong_with_a_change_has_a_code(String type, String fields, String code) {
        try (Client client = in(john)) {
            client.say(room, "Hello", null);
            Object message = client.expect("message").get("id");

            client.send(frame(type, "\"message_id\":\"" + message + "\"," + fields, null));

            client.expectError(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\\u0000b", "\\ud800"})
    void nobody_is_in_a_room_that_cannot_exist(String id) {
        try (Client client = signedIn(john)) {
            for (String type :
                    List.of("message", "edit", "delete", "react", "read", "report", "typing", "disconnect")) {
                client.send("{\"type\":\"" + type + "\",\"room_id\":\"" + id + "\",\"client_message_id\":\"c\"}");
                assertThat(client.expect("error").fields())
                        .as(type)
                        .containsEntry("code", "not_connected")
                        .containsEntry("client_message_id", "c");
            }
            client.send("{\"type\":\"connect\",\"room_id\":\"" + id + "\"}");
            client.expectError("room_not_found");
        }
    }

    @Test
    void the_room_of_the_predecessor_may_have_any_characters() {
        room = "😀 talk " + UUID.randomUUID();
        WORLD.rooms.add(RoomsContract.room(room));
        try (Client client = in(john)) {
            client.say(room, "Hello", null);

            assertThat(client.expect("message").get("room_id")).isEqualTo(room);
        }
    }

    @Test
    void a_message_of_somebody_else_or_of_no_one_is_not_changed() {
        Object message;
        try (Client author = in(john)) {
            author.say(room, "Hello", null);
            message = author.expect("message").get("id");
        }
        try (Client other = in(anna)) {
            other.send(edit(message, "Mine", "1"));
            assertThat(other.expect("error").fields())
                    .containsEntry("code", "forbidden")
                    .containsEntry("client_message_id", "1");
            other.send(delete(message, null));
            other.expectError("forbidden");
            for (String frame : List.of(
                    edit(UUID.randomUUID(), "x", null),
                    delete(UUID.randomUUID(), null),
                    react(UUID.randomUUID(), "👍", false, null))) {
                other.send(frame);
                other.expectError("message_not_found");
            }
        }
        try (Client outside = signedIn(anna)) {
            outside.send(edit(message, "x", "2"));
            assertThat(outside.expect("error").fields())
                    .containsEntry("code", "not_connected")
                    .containsEntry("client_message_id", "2");
        }
    }

    @Test
    void who_returns_gets_all_changes_that_were_missed_as_they_are_now() {
        Object message;
        try (Client client = in(john)) {
            client.say(room, "one", null);
            message = client.expect("message").get("id");
            client.say(room, "two", null);
            Object second = client.expect("message").get("id");
            client.send(edit(message, "new", null));
            client.send(react(second, "👍", false, null));
            client.send(edit(message, "newer", null));
            client.await(frame -> Long.valueOf(5).equals(frame.get("change")));
        }
        try (Client client = signedIn(john)) {
            assertThat(client.connect(frame("connect", "\"after_change\":1", null))
                            .fields())
                    .containsEntry("last_change", 5L)
                    .containsEntry("last_seq", 2L);
            List<Frame> missed = changes(client, 4);
            assertThat(missed)
                    .extracting(Frame::type)
                    .containsExactly("message", "message_edited", "reaction", "message_edited");
            assertThat(missed).extracting(frame -> frame.get("change")).containsExactly(2L, 3L, 4L, 5L);
            assertThat(missed.get(1).get("content")).isEqualTo("newer");
            assertThat(missed.getFirst().get("reactions"))
                    .isEqualTo(List.of(Map.of("emoji", "👍", "count", 1L, "mine", "true")));
        }
        try (Client client = signedIn(anna)) {
            client.connect(frame("connect", "\"after_seq\":1", null));

            assertThat(changes(client, 4))
                    .extracting(frame -> frame.get("change"))
                    .containsExactly(2L, 3L, 4L, 5L);
        }
    }

    @Test
    void changes_that_no_longer_exist_are_a_gap() {
        try (Client client = signedIn(john)) {
            client.connect(frame("connect", "\"after_change\":7", null));

            assertThat(client.await("error").fields())
                    .containsEntry("code", "history_gap")
                    .containsEntry("last_change", 0L)
                    .containsEntry("history", "/api/chat/rooms/" + room + "/changes?after=0");
        }
    }

    @Test
    void a_change_that_was_made_without_a_connection_is_delivered() {
        try (Client client = in(john)) {
            client.say(room, "Hello", null);
            MessageId message =
                    MessageId.of("id", String.valueOf(client.expect("message").get("id")));
            RoomId id = new RoomId(room);

            node.change(john, room, sender -> new ChangeMessages.Edit(sender, id, message, MessageText.of("Hi"), null));
            assertThat(client.expect("message_edited").get("change")).isEqualTo(2L);
            node.change(
                    anna, room, sender -> new ChangeMessages.React(sender, id, message, Emoji.of("👍"), false, null));
            assertThat(client.expect("reaction").get("count")).isEqualTo(1L);
        }
    }

    @Test
    void a_room_that_is_deleted_is_left_for_that_reason() {
        try (Client client = in(john);
                Client first = Client.in(node, TestNode.token(anna), room)) {
            node.deleteRoom(new RoomId(room));

            assertThat(client.await("disconnected").get("reason")).isEqualTo("deleted");
            assertThat(first.await("disconnected").fields()).doesNotContainKey("reason");
        }
    }

    @Test
    void who_leaves_a_room_needs_no_reason() {
        try (Client client = in(john)) {
            client.send("{\"type\":\"disconnect\",\"room_id\":\"" + room + "\"}");

            assertThat(client.await("disconnected").fields()).doesNotContainKey("reason");
        }
    }

    // Readings

    private String read(long seq) {
        return frame("read", "\"seq\":" + seq, null);
    }

    /** Makes the room a private one of these members, with messages of the first one. */
    private void privateRoom(int messages, User... members) {
        WORLD.rooms.remove(new RoomId(room));
        WORLD.rooms.add(new Room(new RoomId(room), new RoomName("Room"), RoomKind.PRIVATE, RoomsContract.CREATED_AT));
        join(members);
        say(members[0], messages);
    }

    private void join(User... members) {
        WORLD.members.add(
                new RoomId(room), Stream.of(members).map(User::id).toList(), RoomRole.MEMBER, RoomsContract.CREATED_AT);
    }

    private void say(User author, int messages) {
        for (int i = 1; i <= messages; i++) {
            node.post(author, room, "message " + i);
        }
    }

    private Map<String, Object> reading(User user, long seq) {
        return Map.of("type", "read", "room_id", room, "user_id", user.id().toString(), "seq", seq);
    }

    @Test
    void a_reading_is_told_to_everybody_in_a_private_room_once_it_is_stored() {
        privateRoom(3, john, anna);
        try (Client reader = in(anna);
                Client phone = in(anna);
                Client other = in(john)) {
            reader.send(read(2));

            for (Client receiver : List.of(reader, phone, other)) {
                assertThat(receiver.await("read").fields()).isEqualTo(reading(anna, 2));
            }
            assertThat(WORLD.reads.counts(anna.id(), List.of(new RoomId(room))).values())
                    .extracting(RoomReads.Counts::seq)
                    .containsExactly(2L);
        }
    }

    @Test
    void further_readings_of_a_second_are_told_together() {
        privateRoom(9, john, anna);
        try (Client reader = in(anna);
                Client other = in(john)) {
            for (int seq = 1; seq <= 9; seq++) {
                reader.send(read(seq));
            }

            List<Frame> told = new ArrayList<>();
            do {
                told.add(other.await("read"));
            } while (told.getLast().seq() < 9);
            assertThat(told).extracting(Frame::seq).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void what_is_less_is_ignored_and_what_is_beyond_the_end_refused() {
        privateRoom(3, john, anna);
        try (Client reader = in(anna);
                Client other = in(john)) {
            reader.send(frame("read", "\"seq\":4", "r"));
            Frame refused = reader.await("error");
            assertThat(refused.fields())
                    .containsEntry("code", "invalid_frame")
                    .containsEntry("room_id", room)
                    .containsEntry("client_message_id", "r");
            assertThat(String.valueOf(refused.get("error"))).startsWith("seq ");
            reader.send(read(3));
            other.await("read");
            reader.await("read");
            node.markRead(anna, room, 2);
            for (String seq : List.of("-1", "1.5", "\"1\"", "null", "true", "[]")) {
                reader.send(frame("read", "\"seq\":" + seq, null));
                assertThat(reader.await("error").get("code")).as(seq).isEqualTo("invalid_frame");
            }
            assertThat(heard(other)).extracting(Frame::type).doesNotContain("read");
        }
        try (Client outside = signedIn(anna)) {
            outside.send(frame("read", "\"seq\":1", "r"));
            assertThat(outside.expect("error").fields())
                    .containsEntry("code", "not_connected")
                    .containsEntry("client_message_id", "r");
        }
    }

    @Test
    void a_reading_without_a_connection_is_told_as_well() {
        privateRoom(3, john, anna);
        try (Client other = in(john)) {
            node.markRead(anna, room, 3);

            assertThat(other.await("read").fields()).isEqualTo(reading(anna, 3));
        }
    }

    @Test
    void in_a_public_room_only_ones_own_connections_are_told() {
        say(john, 1);
        try (Client reader = in(anna);
                Client phone = in(anna);
                Client other = in(john)) {
            reader.send(read(1));

            assertThat(phone.await("read").fields()).isEqualTo(reading(anna, 1));
            assertThat(heard(other)).extracting(Frame::type).doesNotContain("read");
        }
    }

    @Test
    void who_wants_no_receipts_neither_gives_nor_gets_them() {
        User silent = UserFixture.user().withoutReadReceipts().build();
        WORLD.users.add(silent);
        privateRoom(1, john, anna, silent);
        try (Client reader = in(silent);
                Client phone = in(silent);
                Client other = in(john);
                Client another = in(anna)) {
            reader.send(read(1));
            phone.await("read");
            other.send(read(1));

            assertThat(another.await("read").fields()).isEqualTo(reading(john, 1));
            other.await("read");
            assertThat(heard(phone)).extracting(Frame::type).doesNotContain("read");
            assertThat(heard(other)).extracting(Frame::type).doesNotContain("read");
        }
    }

    @Test
    void the_reading_of_somebody_blocked_does_not_pass_and_that_of_the_blocker_does() {
        enterDirectRoom(john, anna);
        say(john, 1);
        WORLD.blocks.add(john.id(), anna.id(), WORLD.clock.instant());
        try (Client blocker = in(john);
                Client blocked = in(anna)) {
            blocked.send(read(1));
            blocked.await("read");
            blocker.send(read(1));

            assertThat(blocked.await("read").fields()).isEqualTo(reading(john, 1));
            assertThat(blocker.await("read").fields()).isEqualTo(reading(john, 1));
            assertThat(heard(blocker)).extracting(Frame::type).doesNotContain("read");
        }
        try (Client blocker = signedIn(john);
                Client blocked = signedIn(anna)) {
            assertThat(blocker.enter(room).get("receipts")).isEqualTo(List.of());
            assertThat(blocked.enter(room).get("receipts"))
                    .isEqualTo(List.of(Map.of("user_id", john.id().toString(), "seq", 1L)));
        }
    }

    @Test
    void who_enters_is_told_what_is_read_and_what_is_not() {
        privateRoom(3, john, anna);
        node.markRead(john, room, 3);
        node.markRead(anna, room, 1);
        try (Client client = signedIn(anna);
                Client author = signedIn(john)) {
            assertThat(client.enter(room).fields())
                    .containsEntry("last_seq", 3L)
                    .containsEntry("last_change", 3L)
                    .containsEntry("read_seq", 1L)
                    .containsEntry("unread_count", 2L)
                    .containsEntry(
                            "receipts", List.of(Map.of("user_id", john.id().toString(), "seq", 3L)));
            assertThat(author.enter(room).fields())
                    .containsEntry("read_seq", 3L)
                    .containsEntry("unread_count", 0L)
                    .containsEntry(
                            "receipts", List.of(Map.of("user_id", anna.id().toString(), "seq", 1L)));
        }
        try (Client first = Client.signedIn(node, TestNode.token(anna))) {
            assertThat(first.enter(room).fields()).doesNotContainKeys("read_seq", "unread_count", "receipts");
        }
    }

    @Test
    void a_reading_is_no_change_and_is_not_replayed() {
        privateRoom(2, john, anna);
        try (Client reader = in(anna)) {
            reader.send(read(2));
            reader.await("read");
        }
        try (Client client = signedIn(john)) {
            Frame connected = client.connect(frame("connect", "\"after_change\":0", null));

            assertThat(connected.get("last_change")).isEqualTo(2L);
            assertThat(changes(client, 2)).extracting(Frame::type).containsExactly("message", "message");
            assertThat(heard(client)).extracting(Frame::type).doesNotContain("read");
        }
    }

    // Moderation

    private String report(Object message, String reason, @Nullable String id) {
        return frame("report", "\"message_id\":\"" + message + "\",\"reason\":" + reason, id);
    }

    private List<Report> reports() {
        return WORLD.reports.list(null, null, null, 1_000).stream()
                .filter(report -> report.room().value().equals(room))
                .toList();
    }

    @Test
    void a_report_is_stored_once_and_answered_to_its_sender_alone() {
        try (Client author = in(john);
                Client reporter = in(anna)) {
            author.say(room, "Buy now", null);
            Object message = reporter.await("message").get("id");
            author.await("message");

            reporter.send(report(message, "\" Spam \"", "r1"));
            reporter.send(report(message, "\"Again\"", null));

            assertThat(reporter.expect("reported").fields())
                    .isEqualTo(Map.of(
                            "type", "reported", "room_id", room, "message_id", message, "client_message_id", "r1"));
            assertThat(reporter.expect("reported").fields())
                    .isEqualTo(Map.of("type", "reported", "room_id", room, "message_id", message));
            assertThat(reports())
                    .singleElement()
                    .matches(report -> report.reason().value().equals("Spam"));
            author.send("{\"type\":\"ping\"}");
            author.expect("pong");
        }
    }

    @Test
    void frames_of_somebody_who_was_removed_meanwhile_have_no_room() {
        privateRoom(1, john, anna);
        try (Client removed = in(anna)) {
            WORLD.members.remove(new RoomId(room), anna.id());

            removed.send(report(UUID.randomUUID(), "\"x\"", "1"));
            assertThat(removed.await("error").fields())
                    .containsEntry("code", "not_connected")
                    .containsEntry("client_message_id", "1");
            removed.say(room, "Hello", "2");
            assertThat(removed.await("error").fields())
                    .containsEntry("code", "not_connected")
                    .containsEntry("client_message_id", "2");
        }
    }

    @Test
    void what_cannot_be_reported_is_refused() {
        try (Client client = in(john)) {
            client.say(room, "Hello", null);
            Object message = client.await("message").get("id");
            for (String reason : List.of("\"\"", "\" \"", "\"" + "x".repeat(1_001) + "\"", "5", "null")) {
                client.send(report(message, reason, "r1"));
                assertThat(client.expect("error").fields())
                        .containsEntry("code", "invalid_frame")
                        .containsEntry("client_message_id", "r1");
            }
            client.send(report(UUID.randomUUID(), "\"x\"", null));
            assertThat(client.expect("error").get("code")).isEqualTo("message_not_found");
            client.send(delete(message, null));
            client.await("message_deleted");
            client.send(report(message, "\"x\"", null));
            assertThat(client.expect("error").get("code")).isEqualTo("message_deleted");
        }
        try (Client outside = signedIn(anna)) {
            outside.send(report(UUID.randomUUID(), "\"x\"", null));
            assertThat(outside.expect("error").get("code")).isEqualTo("not_connected");
        }
        try (Client first = Client.in(node, TestNode.token(anna), room)) {
            first.send(report(UUID.randomUUID(), "\"x\"", null));
            assertThat(first.await("error").get("code")).isEqualTo("unknown_type");
        }
        assertThat(reports()).isEmpty();
    }

    @Test
    void typing_of_a_muted_user_is_dropped() {
        Instant now = WORLD.clock.instant();
        try (Client muted = in(john);
                Client other = in(anna)) {
            WORLD.transactions.run(() -> WORLD.sanctions.set(new Sanction(
                    new RoomId(room), john.id(), Sanction.Kind.MUTE, null, new Reason("x"), anna.id(), now)));
            muted.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");
            muted.send("{\"type\":\"ping\"}");
            muted.await("pong");
            // What users may is read in the order of their frames.
            other.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");
            muted.await("typing");
            WORLD.transactions.run(() -> WORLD.sanctions.lift(new RoomId(room), john.id(), Sanction.Kind.MUTE, now));
            other.say(room, "between", null);
            other.expect("message");
            muted.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");

            other.expect("typing");
        }
    }

    /** A direct room in the place of {@link #room}. */
    private void enterDirectRoom(User one, User other) {
        room = "direct-" + UUID.randomUUID();
        RoomId id = new RoomId(room);
        DirectUsers users = DirectUsers.of(one.id(), List.of(other.id()));
        assertThat(WORLD.rooms.add(new Room(id, new RoomName("Direct"), RoomKind.DIRECT, WORLD.clock.instant()), users))
                .isTrue();
        WORLD.members.add(id, users.ids(), RoomRole.MEMBER, WORLD.clock.instant());
    }

    private static void block(User blocker, User blocked) {
        WORLD.blocks.add(blocker.id(), blocked.id(), WORLD.clock.instant());
        new InMemoryRoomRelay(WORLD.network, WORLD.transactions).authorChanged(blocker.id());
    }

    /** What a client is told while a user enters a room, types there and leaves. */
    private List<Frame> heardOf(User user, Client client) {
        heard(client);
        try (Client visitor = in(user)) {
            visitor.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");
            visitor.send("{\"type\":\"disconnect\",\"room_id\":\"" + room + "\"}");
            visitor.await("disconnected");
        }
        return heard(client);
    }

    @Test
    void whoever_has_blocked_somebody_is_not_shown_that_they_come_type_and_go() {
        User blocker = WORLD.user("Ada Lovelace");
        User blocked = WORLD.user("Charles Babbage");
        enterDirectRoom(blocker, blocked);
        try (Client here = in(blocker)) {
            assertThat(heardOf(blocked, here)).extracting(Frame::type).contains("user_joined", "user_left");

            block(blocker, blocked);

            await().until(() -> heardOf(blocked, here).isEmpty());
            try (Client there = in(blocked)) {
                here.send("{\"type\":\"disconnect\",\"room_id\":\"" + room + "\"}");
                here.await("disconnected");
                Frame connected = here.enter(room);
                assertThat(connected.get("members").toString())
                        .contains(blocker.id().toString())
                        .doesNotContain(blocked.id().toString());
                assertThat(connected.get("member_count")).isEqualTo(1L);
                assertThat(heard(here))
                        .filteredOn(frame -> isArrival(frame, blocker))
                        .hasSize(1);

                here.send("{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");
                // Nobody notices that they are blocked.
                there.await("typing");
            }
        }
    }
}
