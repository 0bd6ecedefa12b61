package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final String SEARCH = "/api/chat/search";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    private final TestServer server = TestServer.fresh();
    private final User user = server.add("user", Role.CLIENT);
    private final Room room = room("pool", RoomKind.PUBLIC);

    private Room room(String id, RoomKind kind) {
        Room room = new Room(new RoomId(id), new RoomName("The " + id), kind, NOON);
        server.rooms.add(room);
        return room;
    }

    /** One a second. */
    private void write(Room where, User author, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            server.messages.append(List.of(new Draft(
                    new MessageId(UUID.randomUUID()),
                    where.id(),
                    author.id(),
                    author.tokenVersion(),
                    new MessageText(texts[i]),
                    null,
                    NOON.plusSeconds(i))));
        }
    }

    private Reply search(String query) {
        return server.call("GET", SEARCH + "?" + query)
                .bearer(server.token(user))
                .send();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> contents(Reply reply) {
        List<String> contents = new ArrayList<>();
        for (JsonNode found : reply.json().values()) {
            contents.add(found.get("message").get("content").getStringValue());
        }
        return contents;
    }

    @Test
    void shows_messages_with_their_rooms_and_neighbours_newest_first() {
        write(room, user, "Ala ma kota", "a kot ma Alę", "Ola ma psa");

        Reply reply = search("q=" + encoded("KOT ale"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(contents(reply)).containsExactly("a kot ma Alę");
        JsonNode found = reply.json().get(0);
        assertThat(found.get("room").get("id").getStringValue()).isEqualTo("pool");
        assertThat(found.get("room").get("name").getStringValue()).isEqualTo("The pool");
        assertThat(found.get("room").get("kind").getStringValue()).isEqualTo("public");
        assertThat(found.get("before").get("content").getStringValue()).isEqualTo("Ala ma kota");
        assertThat(found.get("after").get("content").getStringValue()).isEqualTo("Ola ma psa");
        assertThat(contents(search("q=ma"))).containsExactly("Ola ma psa", "a kot ma Alę", "Ala ma kota");
        assertThat(search("q=ola").json().get(0).get("after").isNull()).isTrue();
        assertThat(search("q=kota").json().get(0).get("before").isNull()).isTrue();
    }

    @Test
    void neighbours_are_shown_as_they_are_now() {
        write(room, user, "deleted", "hello", "before the edit");
        List<Message> newest = server.messages.newest(room.id(), 0, Long.MAX_VALUE, 3);
        server.messages.append(List.of(
                new ChangeDraft.Deletion(
                        room.id(), newest.get(2).id(), user.id(), user.tokenVersion(), null, NOON.plusSeconds(10)),
                new ChangeDraft.Edit(
                        room.id(),
                        newest.get(0).id(),
                        user.id(),
                        user.tokenVersion(),
                        new MessageText("after the edit"),
                        EditWindow.DEFAULT,
                        null,
                        NOON.plusSeconds(10))));

        JsonNode found = search("q=hello").json().get(0);

        assertThat(found.get("before").get("deleted").getBooleanValue()).isTrue();
        assertThat(found.get("before").get("content").getStringValue()).isEmpty();
        assertThat(found.get("after").get("content").getStringValue()).isEqualTo("after the edit");
    }

    @Test
    void selects_by_room_author_and_time() {
        User other = server.add("other", Role.CLIENT);
        write(room, user, "hello 1", "hello 2", "hello 3");
        write(room("gym", RoomKind.PUBLIC), other, "hello 4");

        assertThat(contents(search("q=hello&room_id=gym"))).containsExactly("hello 4");
        assertThat(contents(search("q=hello&from=" + other.id()))).containsExactly("hello 4");
        assertThat(contents(search("q=hello&room_id=pool&before=" + NOON.plusSeconds(2) + "&after="
                        + encoded("2026-03-01t13:00:01.000001+01:00"))))
                .containsExactly("hello 2");
    }

    @Test
    void is_paged_with_a_cursor_for_this_search_and_user_only() {
        write(room, user, "hello 1", "hello 2", "hello 3");

        Reply first = search("q=hello&limit=2");

        assertThat(contents(first)).containsExactly("hello 3", "hello 2");
        String link = first.header("Link");
        assertThat(link).startsWith("<" + SEARCH + "?q=hello&limit=2&cursor=");
        String next = link.substring(SEARCH.length() + 2, link.indexOf('>'));
        String cursor = next.substring(next.indexOf("cursor="));
        Reply second = search(next);
        assertThat(contents(second)).containsExactly("hello 1");
        assertThat(second.header("Link")).isNull();
        assertThat(contents(search("q=HELLO&limit=50&" + cursor))).containsExactly("hello 1");
        for (String foreign : List.of(
                "q=hell",
                "q=hello&room_id=pool",
                "q=hello&from=" + user.id(),
                "q=hello&before=2027-01-01T00:00:00Z",
                "q=hello&after=2026-01-01T00:00:00Z")) {
            assertThat(search(foreign + "&" + cursor).wrongFields()).as(foreign).containsExactly("cursor");
        }
        assertThat(server.call("GET", SEARCH + "?" + next)
                        .bearer(server.adminToken())
                        .send()
                        .wrongFields())
                .containsExactly("cursor");
    }

    @Test
    void names_what_is_wrong_with_a_query() {
        assertThat(search("").wrongFields()).containsExactly("q");
        assertThat(search("q=+%CC%81").wrongFields()).containsExactly("q");
        assertThat(search("q=" + "x".repeat(101) + "&limit=101&from=me&before=now&after=2026-03-01")
                        .wrongFields())
                .containsExactlyInAnyOrder("q", "limit", "from", "before", "after");
        for (String time : List.of(
                "2020-01-01T00:00Z",
                "2020-02-30T00:00:00Z",
                "2020-01-01T24:00:00Z",
                "2020-01-01T00:00:00+00",
                "2020-01-01T00:00:00.Z")) {
            assertThat(search("q=x&after=" + time.replace("+", "%2B")).wrongFields())
                    .as(time)
                    .containsExactly("after");
        }
        assertThat(search("q=x&room_id=").wrongFields()).containsExactly("room_id");
        assertThat(search("q=x&cursor=abc").wrongFields()).containsExactly("cursor");
        assertThat(server.call("GET", SEARCH + "?q=x").send().text("code")).isEqualTo("authentication_required");
    }

    @Test
    void a_room_that_the_user_does_not_see_is_like_none() {
        room("secret", RoomKind.PRIVATE);

        Reply hidden = search("q=x&room_id=secret");
        Reply unknown = search("q=x&room_id=nowhere");

        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.text("code")).isEqualTo("room_not_found");
        assertThat(unknown.text("code")).isEqualTo("room_not_found");
        assertThat(search("q=x&room_id=%00").text("code")).isEqualTo("room_not_found");
    }
}
