package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final String ROOMS = "/api/chat/rooms";

    private final TestServer server = TestServer.fresh();
    private final String room = "room-" + UUID.randomUUID();

    @Test
    void an_administrator_creates_and_deletes_a_room() {
        Reply made = create(room, "Yoga on Mondays");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(ROOMS + "/" + room);
        assertThat(made.text("name")).isEqualTo("Yoga on Mondays");
        assertThat(create(room, "Another").text("code")).isEqualTo("room_taken");
        assertThat(asAdmin("DELETE", ROOMS + "/" + room).status()).isEqualTo(204);
        assertThat(asAdmin("DELETE", ROOMS + "/" + room).text("code")).isEqualTo("room_not_found");
    }

    @Test
    void nobody_else_creates_or_deletes_rooms() {
        String client = server.token(server.add("client", Role.CLIENT));

        assertThat(server.call("POST", ROOMS)
                        .bearer(client)
                        .json("{\"id\":\"" + room + "\",\"name\":\"Mine\"}")
                        .send()
                        .status())
                .isEqualTo(403);
        create(room, "Talk");
        assertThat(server.call("DELETE", ROOMS + "/" + room)
                        .bearer(client)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.call("GET", ROOMS).send().text("code")).isEqualTo("authentication_required");
    }

    @Test
    void without_permission_an_invalid_room_is_forbidden() {
        String client = server.token(server.add("client", Role.CLIENT));

        for (String body : List.of("{}", "{\"id\":\"no room\",\"name\":7}", "[]", "no JSON")) {
            Reply reply = server.call("POST", ROOMS).bearer(client).json(body).send();

            assertThat(reply.text("code")).as(body).isEqualTo("forbidden");
        }
        assertThat(server.call("POST", ROOMS).json("{}").send().text("code")).isEqualTo("authentication_required");
    }

    @Test
    void all_faults_of_a_room_are_reported_together() {
        assertThat(create("no room", "").wrongFields()).containsExactly("id", "name");
        assertThat(create("x".repeat(101), "Long").wrongFields()).containsExactly("id");
    }

    @Test
    void a_room_with_an_id_of_100_characters_can_be_used() {
        String id = room + "x".repeat(100 - room.length());

        assertThat(create(id, "Long").header("Location")).isEqualTo(ROOMS + "/" + id);
        assertThat(asAdmin("GET", ROOMS + "/" + id + "/messages").status()).isEqualTo(200);
        assertThat(asAdmin("DELETE", ROOMS + "/" + id).status()).isEqualTo(204);
    }

    @Test
    void rooms_are_paged() {
        create(room + "-a", "A");
        create(room + "-b", "B");

        Reply first = asAdmin("GET", ROOMS + "?limit=1");

        assertThat(first.json().size()).isEqualTo(1);
        assertThat(first.header("Link")).startsWith("<" + ROOMS + "?limit=1&cursor=");
        // It is base64, but of no text.
        assertThat(asAdmin("GET", ROOMS + "?cursor=nonsense").wrongFields()).containsExactly("cursor");
        assertThat(asAdmin("GET", ROOMS + "?limit=501").wrongFields()).containsExactly("limit");
    }

    @Test
    void a_room_shows_what_is_read_and_what_is_not() {
        create(room, "Talk");
        User reader = server.add("reader", Role.CLIENT);
        // What is older than the account is read.
        server.clock.advance(Duration.ofSeconds(1));
        say(
                server.add("speaker", Role.CLIENT),
                "one",
                "two",
                "three @" + reader.username().value());

        assertThat(put(reader, "read", "{\"seq\":1}").json().get("unread_count").getIntValue())
                .isEqualTo(2);
        assertThat(put(reader, "settings", "{\"notify\":\"mentions\"}").status())
                .isEqualTo(200);

        Reply seen = server.call("GET", ROOMS + "/" + room)
                .bearer(server.token(reader))
                .send();
        assertThat(seen.json().get("read_seq").getIntValue()).isEqualTo(1);
        assertThat(seen.json().get("unread_count").getIntValue()).isEqualTo(2);
        assertThat(seen.json().get("mention_count").getIntValue()).isEqualTo(1);
        assertThat(seen.text("notify")).isEqualTo("mentions");
    }

    private Reply put(User user, String what, String body) {
        return server.call("PUT", ROOMS + "/" + room + "/" + what)
                .bearer(server.token(user))
                .json(body)
                .send();
    }

    @Test
    void messages_are_paged_newest_first() {
        create(room, "Talk");
        User speaker = server.add("speaker", Role.CLIENT);
        say(speaker, "one", "two", "three");
        String messages = ROOMS + "/" + room + "/messages";

        Reply newest = asAdmin("GET", messages + "?limit=2");

        assertThat(newest.json().get(0).get("content").getStringValue()).isEqualTo("three");
        assertThat(newest.header("Link")).contains("cursor=");
        assertThat(asAdmin("GET", messages + "?after_seq=1&before_seq=3").json().size())
                .isEqualTo(1);
        assertThat(asAdmin("GET", messages + "?limit=201&after_seq=x").wrongFields())
                .containsExactly("limit", "after_seq");
        assertThat(asAdmin("GET", ROOMS + "/nowhere/messages").text("code")).isEqualTo("room_not_found");
    }

    @Test
    void messages_of_a_deleted_user_remain() {
        create(room, "Talk");
        User speaker = server.add("speaker", Role.CLIENT);
        say(speaker, "hello");
        server.removeQuietly(speaker);

        Reply history = asAdmin("GET", ROOMS + "/" + room + "/messages");

        assertThat(history.json().get(0).get("sender_name").getStringValue()).isEqualTo("Deleted user");
    }

    @Test
    void a_user_posts_a_message_once() {
        create(room, "Talk");
        User speaker = server.add("speaker", Role.CLIENT);

        Reply posted = post(speaker, "{\"content\":\" Hello \",\"client_message_id\":\"1\"}");

        assertThat(posted.status()).isEqualTo(201);
        assertThat(posted.text("content")).isEqualTo("Hello");
        assertThat(posted.text("sender_id")).isEqualTo(speaker.id().toString());
        assertThat(posted.json().get("attachments").size()).isZero();
        assertThat(posted.text("client_message_id")).isEqualTo("1");
        JsonNode stored =
                asAdmin("GET", ROOMS + "/" + room + "/messages").json().get(0);
        assertThat(stored.get("id")).isEqualTo(posted.json().get("id"));
        assertThat(stored.get("content")).isEqualTo(posted.json().get("content"));
        assertThat(stored.get("client_message_id")).isNull();
        Reply repeated = post(speaker, "{\"content\":\"again\",\"client_message_id\":\"1\"}");
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.json()).isEqualTo(posted.json());
        Reply refused = post(
                speaker,
                "{\"file_ids\":[\"" + UUID.randomUUID() + "\"],\"content\":\"x\",\"client_message_id\":\"2\"}");
        assertThat(refused.text("code")).isEqualTo("file_not_found");
        assertThat(refused.text("client_message_id")).isEqualTo("2");
    }

    @Test
    void a_message_that_cannot_be_posted_is_refused() {
        User speaker = server.add("speaker", Role.CLIENT);
        String ids = "\"" + UUID.randomUUID() + "\",";

        assertThat(post(speaker, "{\"content\":\"Hello\"}").text("code")).isEqualTo("room_not_found");
        create(room, "Talk");
        assertThat(post(speaker, "{}").wrongFields()).containsExactly("content");
        assertThat(post(speaker, "{\"content\":\" \",\"file_ids\":[],\"client_message_id\":\"\"}")
                        .wrongFields())
                .containsExactly("content", "client_message_id");
        for (String files :
                List.of("\"x\"", "[\"x\"]", "[7]", "{}", "[" + ids.repeat(10) + ids.replace(",", "") + "]")) {
            assertThat(post(speaker, "{\"content\":\"Hello\",\"file_ids\":" + files + "}")
                            .wrongFields())
                    .as(files)
                    .containsExactly("file_ids");
        }
        assertThat(post(speaker, "{\"content\":\"Hello\",\"file_ids\":[" + ids.replace(",", "") + "]}")
                        .text("code"))
                .isEqualTo("file_not_found");
        assertThat(server.call("POST", ROOMS + "/" + room + "/messages")
                        .json("{\"content\":\"Hello\"}")
                        .send()
                        .text("code"))
                .isEqualTo("authentication_required");
        assertThat(asAdmin("GET", ROOMS + "/" + room + "/messages").json().size())
                .isZero();
    }

    @Test
    void a_message_shows_its_files() {
        create(room, "Talk");
        User speaker = server.add("speaker", Role.CLIENT);
        StoredFile file = new StoredFile(
                new FileId(UUID.randomUUID()),
                speaker.id(),
                FileName.of("plan.pdf"),
                new MediaType("application/pdf"),
                1_234,
                Sha256.of(new byte[32]),
                null,
                new ContentId(UUID.randomUUID()),
                false,
                server.clock.instant());
        server.contents.begin(file.content(), server.clock.instant());
        server.files.add(file);

        Reply posted = post(speaker, "{\"file_ids\":[\"" + file.id() + "\"]}");

        assertThat(posted.status()).isEqualTo(201);
        assertThat(posted.text("content")).isEmpty();
        JsonNode attachment = posted.json().get("attachments").get(0);
        assertThat(attachment.get("name").getStringValue()).isEqualTo("plan.pdf");
        assertThat(attachment.get("url").getStringValue()).isEqualTo("/api/files/" + file.id());
        assertThat(attachment.get("thumbnail_url")).isNull();
        assertThat(post(speaker, "{\"file_ids\":[\"" + file.id() + "\"]}").text("code"))
                .isEqualTo("file_not_found");
    }

    @Test
    void the_chat_requires_an_upgrade() {
        for (String path : List.of("/api/chat/ws", "/api/ws/chat")) {
            Reply reply = server.call("GET", path).send();

            assertThat(reply.text("code")).isEqualTo("upgrade_required");
            assertThat(reply.header("Upgrade")).isEqualTo("websocket");
        }
    }

    private Reply create(String id, String name) {
        return server.call("POST", ROOMS)
                .bearer(server.adminToken())
                .json("{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}")
                .send();
    }

    private Reply post(User speaker, String message) {
        return server.call("POST", ROOMS + "/" + room + "/messages")
                .bearer(server.token(speaker))
                .json(message)
                .send();
    }

    private Reply asAdmin(String method, String path) {
        return server.call(method, path).bearer(server.adminToken()).send();
    }

    private void say(User speaker, String... texts) {
        ChangeMessages post = new ChangeMessages(
                server.messages,
                new InMemoryTokenRevocations(new InMemoryTransactions()),
                server.clock,
                () -> new MessageId(UUID.randomUUID()),
                EditWindow.DEFAULT,
                _ -> {});
        for (String text : texts) {
            post.change(List.of(
                    new ChangeMessages.Post(Actor.SignedIn.of(speaker), new RoomId(room), MessageText.of(text), null)));
        }
    }
}
