package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final String THUMB = "👍";

    private final TestServer server = TestServer.fresh();
    private final String room = "room-" + UUID.randomUUID();
    private final String path = "/api/chat/rooms/" + room;
    private final User john = server.add("john", Role.CLIENT);
    private final User mary = server.add("mary", Role.CLIENT);

    MessageTest() {
        add(room, RoomKind.PUBLIC);
    }

    private void add(String id, RoomKind kind) {
        server.rooms.add(new Room(new RoomId(id), new RoomName("Talk"), kind, server.clock.instant()));
    }

    private Reply send(User user, String method, String target, @Nullable String body) {
        Call call = server.call(method, target).bearer(server.token(user));
        return (body == null ? call : call.json(body)).send();
    }

    private Reply post(User user, String body) {
        return send(user, "POST", path + "/messages", body);
    }

    private String said(User user, String text) {
        return path + "/messages/"
                + post(user, "{\"content\":\"" + text + "\"}").text("id");
    }

    private Reply edit(User user, String message, String content) {
        return send(user, "PATCH", message, "{\"content\":\"" + content + "\"}");
    }

    private Reply react(User user, String method, String message, String emoji) {
        return send(
                user,
                method,
                message + "/reactions/"
                        + URLEncoder.encode(emoji, StandardCharsets.UTF_8).replace("+", "%20"),
                null);
    }

    /** The message as history shows it to the user. */
    private JsonNode shown(User user, int index) {
        return send(user, "GET", path + "/messages", null).json().get(index);
    }

    @Test
    void a_message_shows_what_may_have_changed() {
        JsonNode message = post(john, "{\"content\":\"Hello\"}").json();

        assertThat(message.get("edited_at").isNull()).isTrue();
        assertThat(message.get("deleted").getBooleanValue()).isFalse();
        assertThat(message.get("mentions").size()).isZero();
        assertThat(message.get("reactions").size()).isZero();
        assertThat(message.get("reply_to").isNull()).isTrue();
    }

    @Test
    void its_author_edits_a_message() {
        String message = said(john, "Hello");
        server.clock.advance(Duration.ofMinutes(5));

        Reply edited = edit(john, message, " Hello @MARY. ");

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.text("content")).isEqualTo("Hello @MARY.");
        assertThat(edited.text("edited_at")).isEqualTo(server.clock.instant().toString());
        assertThat(edited.json().get("mentions").get(0).getStringValue())
                .isEqualTo(mary.id().toString());
        assertThat(shown(john, 0)).isEqualTo(edited.json());
        assertThat(edit(john, message, "Hello @MARY.").json()).isEqualTo(edited.json());
        assertThat(edit(mary, message, "Hi").text("code")).isEqualTo("forbidden");
        assertThat(edit(server.admin(), message, "Hi").text("code")).isEqualTo("forbidden");
    }

    @Test
    void a_text_that_a_message_cannot_have_is_refused() {
        String message = said(john, "Hello");

        for (String content : List.of("", " ", "x".repeat(4_001))) {
            String body = "{\"content\":\"" + content + "\",\"client_message_id\":\"1\"}";
            for (Reply refused : List.of(send(john, "PATCH", message, body), post(john, body))) {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text("code")).isEqualTo("invalid_content");
                assertThat(refused.text("client_message_id")).isEqualTo("1");
            }
        }
        for (String body : List.of("{}", "{\"content\":7}", "{\"content\":null}")) {
            assertThat(send(john, "PATCH", message, body).wrongFields()).containsExactly("content");
        }
        assertThat(send(john, "PATCH", message, "{\"content\":\"Hi\",\"client_message_id\":\"\"}")
                        .wrongFields())
                .containsExactly("client_message_id");
        assertThat(shown(john, 0).get("content").getStringValue()).isEqualTo("Hello");
    }

    @Test
    void a_message_can_be_edited_for_a_day() {
        String message = said(john, "Hello");
        server.clock.advance(Duration.ofDays(1));
        assertThat(edit(john, message, "Hi").status()).isEqualTo(200);
        server.clock.advance(Duration.ofMillis(1));

        Reply late = edit(john, message, "Too late");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("code")).isEqualTo("edit_window_over");
    }

    @Test
    void an_edit_is_made_once_with_the_same_client_message_id() {
        String message = said(john, "Hello");
        String body = "{\"content\":\"Hi\",\"client_message_id\":\"e\"}";

        Reply edited = send(john, "PATCH", message, body);
        edit(john, message, "Later");
        Reply repeated = send(john, "PATCH", message, body);

        assertThat(edited.text("content")).isEqualTo("Hi");
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.text("content")).isEqualTo("Later");
        Reply used = post(john, "{\"content\":\"Hi\",\"client_message_id\":\"e\"}");
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.text("code")).isEqualTo("client_message_id_used");
    }

    @Test
    void its_author_and_whoever_moderates_the_room_delete_a_message() {
        String first = said(john, "Hello");
        String second = said(john, "Again");
        react(mary, "PUT", first, THUMB);

        assertThat(send(mary, "DELETE", first, null).text("code")).isEqualTo("forbidden");
        assertThat(send(john, "DELETE", first, null).status()).isEqualTo(204);
        assertThat(send(john, "DELETE", first, null).status()).isEqualTo(204);
        assertThat(send(server.admin(), "DELETE", second, null).status()).isEqualTo(204);

        JsonNode deleted = shown(john, 1);
        assertThat(deleted.get("deleted").getBooleanValue()).isTrue();
        assertThat(deleted.get("content").getStringValue()).isEmpty();
        assertThat(deleted.get("reactions").size()).isZero();
        assertThat(deleted.get("seq").getLongValue()).isEqualTo(1);
        assertThat(deleted.get("sender_id").getStringValue())
                .isEqualTo(john.id().toString());
        assertThat(edit(john, first, "Back").text("code")).isEqualTo("message_deleted");
        Reply late = react(john, "PUT", first, THUMB);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("code")).isEqualTo("message_deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"👍", "#️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍❤️‍💋‍👨🏿"})
    void a_user_reacts_and_takes_it_back(String emoji) {
        String message = said(john, "Hello");

        assertThat(react(mary, "PUT", message, emoji).status()).isEqualTo(204);
        assertThat(react(mary, "PUT", message, emoji).status()).isEqualTo(204);

        JsonNode reaction = shown(mary, 0).get("reactions").get(0);
        assertThat(reaction.get("emoji").getStringValue()).isEqualTo(emoji);
        assertThat(reaction.get("count").getIntValue()).isEqualTo(1);
        assertThat(reaction.get("mine").getBooleanValue()).isTrue();
        assertThat(shown(john, 0).get("reactions").get(0).get("mine").getBooleanValue())
                .isFalse();
        assertThat(react(mary, "DELETE", message, emoji).status()).isEqualTo(204);
        assertThat(react(mary, "DELETE", message, emoji).status()).isEqualTo(204);
        assertThat(shown(mary, 0).get("reactions").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "👍👍", "👍 ", "%"})
    void a_reaction_is_exactly_one_emoji(String text) {
        Reply refused = react(john, "PUT", said(john, "Hello"), text);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("invalid_emoji");
        assertThat(refused.wrongFields()).containsExactly("emoji");
    }

    @Test
    void a_message_has_at_most_20_different_reactions() {
        String message = said(john, "Hello");
        for (int i = 0; i < 20; i++) {
            react(john, "PUT", message, Character.toString(0x1F600 + i));
        }

        Reply refused = react(mary, "PUT", message, THUMB);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("too_many_reactions");
        assertThat(react(mary, "PUT", message, Character.toString(0x1F600)).status())
                .isEqualTo(204);
    }

    @Test
    void a_reply_shows_the_message_as_it_is() {
        String first = said(john, "Hello");
        String id = first.substring(first.lastIndexOf('/') + 1);

        JsonNode reply = post(mary, "{\"content\":\"Hi\",\"reply_to\":\"" + id + "\"}")
                .json()
                .get("reply_to");
        assertThat(reply.get("id").getStringValue()).isEqualTo(id);
        assertThat(reply.get("sender_name").getStringValue())
                .isEqualTo(john.fullName().value());
        assertThat(reply.get("content").getStringValue()).isEqualTo("Hello");
        edit(john, first, "Hello all");
        assertThat(shown(mary, 0).get("reply_to").get("content").getStringValue())
                .isEqualTo("Hello all");
        send(john, "DELETE", first, null);
        assertThat(shown(mary, 0).get("reply_to").get("deleted").getBooleanValue())
                .isTrue();
        assertThat(post(mary, "{\"content\":\"Hi\",\"reply_to\":\"" + id + "\"}")
                        .text("code"))
                .isEqualTo("message_deleted");
        assertThat(post(mary, "{\"content\":\"Hi\",\"reply_to\":\"" + UUID.randomUUID() + "\"}")
                        .text("code"))
                .isEqualTo("message_not_found");
        assertThat(post(mary, "{\"content\":\"Hi\",\"reply_to\":\"7\"}").wrongFields())
                .containsExactly("reply_to");
    }

    @Test
    void whoever_moderates_the_room_reads_earlier_texts() {
        String message = said(john, "one");
        edit(john, message, "two");

        JsonNode versions =
                send(server.admin(), "GET", message + "/versions", null).json();

        assertThat(versions.size()).isEqualTo(2);
        assertThat(versions.get(0).get("content").getStringValue()).isEqualTo("two");
        assertThat(versions.get(1).get("content").getStringValue()).isEqualTo("one");
        edit(john, message, "three");
        List<String> texts = new ArrayList<>();
        String next = message + "/versions?limit=1";
        while (next != null) {
            Reply page = send(server.admin(), "GET", next, null);
            page.json()
                    .values()
                    .forEach(version -> texts.add(version.get("content").getStringValue()));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
            if (texts.size() == 1) {
                edit(john, message, "four");
            }
        }
        assertThat(texts).containsExactly("three", "two", "one");
        assertThat(send(server.admin(), "GET", message + "/versions?limit=201&cursor=%21", null)
                        .wrongFields())
                .containsExactly("limit", "cursor");
        assertThat(send(john, "GET", message + "/versions", null).text("code")).isEqualTo("forbidden");
        send(john, "DELETE", message, null);
        assertThat(send(server.admin(), "GET", message + "/versions", null)
                        .json()
                        .size())
                .isZero();
    }

    @Test
    void the_changes_of_a_room_are_read_in_pages_the_oldest_first() {
        String message = said(john, "one");
        edit(john, message, "two");
        react(mary, "PUT", message, THUMB);
        String gone = said(john, "three");
        send(john, "DELETE", gone, null);

        List<JsonNode> changes = new ArrayList<>();
        String next = path + "/changes?limit=2";
        while (next != null) {
            Reply page = send(mary, "GET", next, null);
            page.json().values().forEach(changes::add);
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertThat(changes)
                .extracting(change -> change.get("type").getStringValue())
                .containsExactly("message", "message_edited", "reaction", "message", "message_deleted");
        assertThat(changes)
                .extracting(change -> change.get("change").getIntValue())
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(changes.getFirst().get("content").getStringValue()).isEqualTo("two");
        assertThat(changes.getFirst().get("reactions").get(0).get("mine").getBooleanValue())
                .isTrue();
        assertThat(changes.get(2).get("user").get("id").getStringValue())
                .isEqualTo(mary.id().toString());
        assertThat(changes.get(3).get("deleted").getBooleanValue()).isTrue();
        assertThat(send(mary, "GET", path + "/changes?after=4", null).json().size())
                .isEqualTo(1);
        assertThat(send(mary, "GET", path + "/changes?after=6", null).json().size())
                .isZero();
        assertThat(send(mary, "GET", path + "/changes?after=x&limit=201", null).wrongFields())
                .containsExactly("limit", "after");
    }

    @Test
    void a_message_of_another_room_does_not_exist() {
        String other = "other-" + UUID.randomUUID();
        add(other, RoomKind.PUBLIC);
        String message = said(john, "Hello").replace(room, other);

        for (String unknown : List.of(message, path + "/messages/" + UUID.randomUUID())) {
            assertThat(edit(john, unknown, "Hi").text("code")).isEqualTo("message_not_found");
            assertThat(send(john, "DELETE", unknown, null).text("code")).isEqualTo("message_not_found");
            assertThat(react(john, "PUT", unknown, THUMB).text("code")).isEqualTo("message_not_found");
            assertThat(send(server.admin(), "GET", unknown + "/versions", null).text("code"))
                    .isEqualTo("message_not_found");
        }
        assertThat(edit(john, path + "/messages/1-1-1-1-1", "Hi").wrongFields()).containsExactly("message_id");
    }

    @Test
    void nobody_changes_messages_without_signing_in() {
        String message = said(john, "Hello");

        for (String method : List.of("PATCH", "DELETE")) {
            assertThat(server.call(method, message)
                            .json("{\"content\":\"Hi\"}")
                            .send()
                            .text("code"))
                    .isEqualTo("authentication_required");
        }
    }
}
