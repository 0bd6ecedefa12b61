package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kinds of rooms, their members, direct rooms, blocks and the directory. */
class RoomMembersTest {
    private static final String ROOMS = "/api/chat/rooms";
    private static final String DIRECT = "/api/chat/direct";
    private static final String BLOCKS = "/api/users/me/blocks";
    private static final String DIRECTORY = "/api/chat/directory";

    private final TestServer server = TestServer.fresh();
    private final User trainer = server.add("trainer", Role.TRAINER);
    private final User client = server.add("client", Role.CLIENT);
    private final User stranger = server.add("stranger", Role.CLIENT);

    private Call as(User user, String method, String path) {
        return server.call(method, path).bearer(server.token(server.stored(user)));
    }

    private Reply send(User user, String method, String path) {
        return as(user, method, path).send();
    }

    private Reply send(User user, String method, String path, String json) {
        return as(user, method, path).json(json).send();
    }

    private Reply create(User maker, User... members) {
        return send(
                maker,
                "POST",
                ROOMS,
                "{\"kind\":\"private\",\"name\":\"Trainers\",\"member_ids\":[" + ids(members) + "]}");
    }

    private static String ids(User... users) {
        return Stream.of(users).map(user -> "\"" + user.id() + "\"").collect(Collectors.joining(","));
    }

    private Reply open(User opener, User... others) {
        return send(opener, "POST", DIRECT, "{\"user_ids\":[" + ids(others) + "]}");
    }

    private static List<String> texts(Reply reply, String field) {
        List<String> texts = new ArrayList<>();
        reply.json().values().forEach(item -> texts.add(item.get(field).getStringValue()));
        return texts;
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.entries().forEach(entry -> names.add(entry.getKey()));
        return names;
    }

    @Test
    void a_trainer_creates_a_private_room() {
        Reply made = create(trainer, client);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(ROOMS + "/" + made.text("id"));
        assertThat(fields(made.json()))
                .contains(
                        "id",
                        "name",
                        "created_at",
                        "kind",
                        "member_count",
                        "last_seq",
                        "last_change",
                        "last_message",
                        "unread_count",
                        "mention_count",
                        "read_seq",
                        "notify",
                        "muted",
                        "muted_until");
        assertThat(made.text("kind")).isEqualTo("private");
        assertThat(made.json().get("member_count").getIntValue()).isEqualTo(2);
        assertThat(made.json().get("last_message").isNull()).isTrue();
        assertThat(made.text("id")).startsWith("_.").hasSize(38);
        assertThat(send(client, "GET", made.header("Location")).json()).isEqualTo(made.json());
        assertThat(texts(send(client, "GET", ROOMS + "?kind=private"), "id")).containsExactly(made.text("id"));
        assertThat(texts(send(stranger, "GET", ROOMS), "id")).doesNotContain(made.text("id"));
        assertThat(send(client, "GET", ROOMS + "?kind=secret").wrongFields()).containsExactly("kind");
    }

    @Test
    void what_is_wrong_with_a_new_room_is_reported() {
        assertThat(create(client).text("code")).isEqualTo("forbidden");
        assertThat(send(trainer, "POST", ROOMS, "{\"id\":\"open\",\"name\":\"Open\"}")
                        .text("code"))
                .isEqualTo("forbidden");
        assertThat(send(trainer, "POST", ROOMS, "{\"kind\":\"private\",\"id\":\"mine\",\"name\":\"\"}")
                        .wrongFields())
                .containsExactly("id", "name");
        for (String kind : List.of("direct", "secret")) {
            assertThat(send(trainer, "POST", ROOMS, "{\"kind\":\"" + kind + "\",\"id\":\"x\",\"name\":\"X\"}")
                            .wrongFields())
                    .containsExactly("kind");
        }
        assertThat(send(trainer, "POST", ROOMS, "{\"kind\":\"private\",\"name\":\"X\",\"member_ids\":[\"x\"]}")
                        .wrongFields())
                .containsExactly("member_ids");
        String unknown = "\"" + UUID.randomUUID() + "\"";
        assertThat(send(
                                trainer,
                                "POST",
                                ROOMS,
                                "{\"kind\":\"private\",\"name\":\"X\",\"member_ids\":[" + unknown + "]}")
                        .wrongFields())
                .containsExactly("member_ids");
        String many = IntStream.rangeClosed(0, 500).mapToObj(i -> unknown).collect(Collectors.joining(","));
        assertThat(send(trainer, "POST", ROOMS, "{\"kind\":\"private\",\"name\":\"X\",\"member_ids\":[" + many + "]}")
                        .wrongFields())
                .containsExactly("member_ids");
    }

    @Test
    void an_owner_manages_members() {
        String members = ROOMS + "/" + create(trainer, client).text("id") + "/members";
        String ofStranger = members + "/" + stranger.id();

        Reply added = send(trainer, "PUT", ofStranger, "{\"role\":\"moderator\"}");

        assertThat(added.status()).isEqualTo(200);
        assertThat(fields(added.json()))
                .containsExactlyInAnyOrder("id", "username", "full_name", "avatar_url", "role", "joined_at");
        assertThat(added.text("role")).isEqualTo("moderator");
        assertThat(texts(send(client, "GET", members), "id"))
                .containsExactlyInAnyOrder(
                        trainer.id().toString(),
                        client.id().toString(),
                        stranger.id().toString());
        Reply first = send(client, "GET", members + "?limit=2");
        assertThat(first.json().size()).isEqualTo(2);
        assertThat(first.header("Link")).contains("cursor=").contains("rel=\"next\"");
        assertThat(send(client, "GET", members + "?limit=0").wrongFields()).containsExactly("limit");
        assertThat(send(trainer, "DELETE", ofStranger).status()).isEqualTo(204);
        assertThat(send(trainer, "DELETE", ofStranger).text("code")).isEqualTo("user_not_found");
        assertThat(send(trainer, "PUT", members + "/" + UUID.randomUUID(), "{\"role\":\"member\"}")
                        .text("code"))
                .isEqualTo("user_not_found");
        assertThat(send(trainer, "PUT", members + "/x", "{\"role\":\"member\"}").wrongFields())
                .containsExactly("id");
        assertThat(send(trainer, "PUT", ofStranger, "{\"role\":\"boss\"}").wrongFields())
                .containsExactly("role");
        assertThat(send(trainer, "DELETE", members + "/" + trainer.id()).text("code"))
                .isEqualTo("last_owner");
        assertThat(send(client, "DELETE", members + "/" + client.id()).status()).isEqualTo(204);
    }

    @Test
    void an_owner_renames_and_deletes_a_room() {
        String room = ROOMS + "/" + create(trainer, client).text("id");

        assertThat(send(trainer, "PATCH", room, "{\"name\":\" Renamed \"}").text("name"))
                .isEqualTo("Renamed");
        assertThat(send(trainer, "PATCH", room, "{}").wrongFields()).containsExactly("name");
        assertThat(send(client, "PATCH", room, "{}").text("code")).isEqualTo("forbidden");
        assertThat(send(client, "DELETE", room).text("code")).isEqualTo("forbidden");
        assertThat(send(trainer, "DELETE", room).status()).isEqualTo(204);
        assertThat(send(trainer, "GET", room).text("code")).isEqualTo("room_not_found");
    }

    @Test
    void a_public_room_lists_roles_above_member_and_nobody_leaves_it() {
        send(server.admin(), "POST", ROOMS, "{\"id\":\"open\",\"name\":\"Open\"}");
        String members = ROOMS + "/open/members";

        assertThat(texts(send(client, "GET", members), "role")).containsExactly("owner");
        assertThat(send(client, "PUT", members + "/" + client.id(), "{\"role\":\"owner\"}")
                        .text("code"))
                .isEqualTo("forbidden");
        assertThat(send(server.admin(), "PUT", members + "/" + client.id(), "{\"role\":\"moderator\"}")
                        .status())
                .isEqualTo(200);
        assertThat(send(client, "DELETE", members + "/" + client.id()).text("code"))
                .isEqualTo("public_room");
    }

    /** Status, headers but those of the request, and body, without what the id of the room and of the request are. */
    private static String withoutIds(Reply reply, String room) {
        return reply.status() + " " + reply.header("Content-Type") + " " + reply.header("ETag") + " "
                + reply.body().replace(room, "ROOM").replaceAll("\"request_id\":\"[^\"]*\"", "\"request_id\":\"ID\"");
    }

    @Test
    void an_invitation_does_not_name_a_hidden_room() {
        String hidden = create(trainer).text("id");
        String unknown = UUID.randomUUID().toString();

        String expected = withoutIds(invite(unknown), unknown);

        assertThat(expected).startsWith("400 ").contains("room_ids");
        assertThat(withoutIds(invite(hidden), hidden)).isEqualTo(expected);
    }

    private Reply invite(String room) {
        return send(
                server.admin(),
                "POST",
                "/api/invitations",
                "{\"email\":\"new@example.com\",\"room_ids\":[\"" + room + "\"]}");
    }

    @Test
    void there_is_one_direct_room_for_two_people() {
        Reply opened = open(trainer, client);

        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.header("Location")).isEqualTo(ROOMS + "/" + opened.text("id"));
        assertThat(opened.text("kind")).isEqualTo("direct");
        assertThat(opened.text("name")).isEqualTo(client.fullName().value());
        Reply found = open(client, trainer, client, trainer);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.text("id")).isEqualTo(opened.text("id"));
        assertThat(found.text("name")).isEqualTo(trainer.fullName().value());
        String room = ROOMS + "/" + opened.text("id");
        assertThat(send(trainer, "DELETE", room).text("code")).isEqualTo("direct_room");
        assertThat(send(trainer, "PATCH", room, "{}").text("code")).isEqualTo("direct_room");
        assertThat(send(trainer, "PUT", room + "/members/" + stranger.id(), "{}")
                        .text("code"))
                .isEqualTo("direct_room");
        assertThat(send(trainer, "DELETE", room + "/members/" + trainer.id()).text("code"))
                .isEqualTo("direct_room");
        assertThat(send(trainer, "GET", room + "/members").json().size()).isEqualTo(2);
    }

    @Test
    void what_is_wrong_with_a_direct_room_is_reported() {
        String ten = IntStream.range(0, 10)
                .mapToObj(i -> "\"" + UUID.randomUUID() + "\"")
                .collect(Collectors.joining(","));
        for (String body : List.of(
                "{}",
                "{\"user_ids\":null}",
                "{\"user_ids\":[]}",
                "{\"user_ids\":\"x\"}",
                "{\"user_ids\":[\"x\"]}",
                "{\"user_ids\":[7]}",
                "{\"user_ids\":[" + ids(trainer) + "]}",
                "{\"user_ids\":[" + ten + "]}")) {
            assertThat(send(trainer, "POST", DIRECT, body).wrongFields())
                    .as(body)
                    .containsExactly("user_ids");
        }
        assertThat(server.call("POST", DIRECT).json("{}").send().text("code")).isEqualTo("authentication_required");
    }

    @Test
    void whoever_is_blocked_is_told_no_more_than_that_nobody_is_reached() {
        String unknown = UUID.randomUUID().toString();
        String ofClient = BLOCKS + "/" + client.id();

        assertThat(send(trainer, "PUT", ofClient).status()).isEqualTo(204);
        assertThat(send(trainer, "PUT", ofClient).status()).isEqualTo(204);
        assertThat(send(trainer, "PUT", BLOCKS + "/" + unknown).status()).isEqualTo(204);
        assertThat(send(trainer, "PUT", BLOCKS + "/" + trainer.id()).status()).isEqualTo(400);
        assertThat(send(trainer, "PUT", BLOCKS + "/x").status()).isEqualTo(400);

        Reply listed = send(trainer, "GET", BLOCKS);
        assertThat(texts(listed, "id")).containsExactly(client.id().toString());
        assertThat(fields(listed.json().get(0))).containsExactlyInAnyOrder("id", "username", "full_name", "avatar_url");
        assertThat(send(client, "GET", BLOCKS).json().size()).isZero();
        Reply blocked = open(client, trainer);
        assertThat(blocked.status()).isEqualTo(403);
        assertThat(blocked.text("code")).isEqualTo("not_reachable");
        assertThat(withoutIds(send(client, "POST", DIRECT, "{\"user_ids\":[\"" + unknown + "\"]}"), unknown))
                .isEqualTo(withoutIds(blocked, unknown));
        Reply blocker = open(trainer, client);
        assertThat(blocker.status()).isEqualTo(409);
        assertThat(blocker.text("code")).isEqualTo("user_blocked");
        assertThat(texts(send(client, "GET", DIRECTORY + "?q=trainer"), "username"))
                .containsExactly("trainer");

        assertThat(send(trainer, "DELETE", ofClient).status()).isEqualTo(204);
        assertThat(send(trainer, "DELETE", ofClient).status()).isEqualTo(204);
        assertThat(open(client, trainer).status()).isEqualTo(201);
    }

    @Test
    void people_are_found_by_their_names() {
        Reply found = send(stranger, "GET", DIRECTORY + "?q=CLIEN");

        assertThat(texts(found, "id")).containsExactly(client.id().toString());
        assertThat(fields(found.json().get(0))).containsExactlyInAnyOrder("id", "username", "full_name", "avatar_url");
        assertThat(send(stranger, "GET", DIRECTORY + "?q=example.com").json().size())
                .isZero();
        assertThat(send(stranger, "GET", DIRECTORY + "?q=&limit=501&cursor=%21").wrongFields())
                .containsExactly("q", "limit", "cursor");
        assertThat(server.call("GET", DIRECTORY).send().text("code")).isEqualTo("authentication_required");
        List<String> all = new ArrayList<>();
        String next = DIRECTORY + "?limit=1";
        while (next != null) {
            Reply page = send(stranger, "GET", next);
            all.addAll(texts(page, "username"));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(all).containsExactlyInAnyOrder("admin", "trainer", "client", "stranger");
    }
}
