package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Description;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** For whoever may not see a room, each call that the OpenAPI document describes answers as if there were none. */
class HiddenRoomsTest {
    private static final String ROOMS = "/api/chat/rooms";
    private static final String ROOM = ROOMS + "/{room_id}";

    /** What a request has beside its path; a body only if its method takes one. */
    private record Sent(String json, String header, String value) {
        Call with(Call call, String method) {
            call.header(header, value);
            return json.isEmpty() || !WITH_BODY.contains(method) ? call : call.json(json);
        }
    }

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private static final List<Sent> REQUESTS = List.of(
            new Sent("", "If-None-Match", "*"),
            new Sent("{}", "If-None-Match", "\"x\""),
            new Sent("no JSON", "If-Match", "\"x\""),
            new Sent("[]", "If-Match", "*"),
            new Sent(
                    "{\"name\":7,\"role\":\"boss\",\"seq\":-1,\"notify\":\"\",\"content\":\"\",\"reason\":\"\",\"until\":\"\"}",
                    "Range",
                    "bytes=0-0"),
            new Sent(
                    "{\"name\":\"X\",\"role\":\"owner\",\"seq\":0,\"notify\":\"all\",\"content\":\"X\",\"reason\":\"X\"}",
                    "Accept",
                    "application/json"));

    /** What is refused whatever the path is, or not even a call. */
    private static final List<UnaryOperator<Call>> OTHER_REQUESTS = List.of(
            call -> call.body("text/plain", "{}"),
            call -> call.header("Accept", "text/plain"),
            call -> call.header("Accept", "application/problem+json"));

    private static final List<String> QUERIES =
            List.of("", "?limit=0&cursor=%21&after=-1&after_seq=x&before_seq=0&kind=x&unknown=1");

    private static final String NO_ID = "x";

    private final TestServer server = TestServer.fresh();
    private final User owner = server.add("owner", Role.TRAINER);
    private final User member = server.add("member", Role.CLIENT);
    private final User stranger = server.add("stranger", Role.TRAINER);

    private Reply send(User user, String method, String path, String json) {
        return server.call(method, path).bearer(server.token(user)).json(json).send();
    }

    private String privateRoom() {
        return send(
                        owner,
                        "POST",
                        ROOMS,
                        "{\"kind\":\"private\",\"name\":\"X\",\"member_ids\":[\"" + member.id() + "\"]}")
                .text("id");
    }

    private String directRoom() {
        return send(owner, "POST", "/api/chat/direct", "{\"user_ids\":[\"" + member.id() + "\"]}")
                .text("id");
    }

    private String messageIn(String room) {
        return send(owner, "POST", ROOMS + "/" + room + "/messages", "{\"content\":\"X\"}")
                .text("id");
    }

    /** A request of somebody who does not see the room. */
    private Call call(User outsider, String method, String path, String room) {
        // So that no limit of requests is reached.
        server.clock.advance(Duration.ofSeconds(1));
        return server.call(method, path.replace("{room_id}", room)).bearer(server.token(outsider));
    }

    private static String withoutIds(Reply reply, String room) {
        return (reply.status() + " " + reply.header("Content-Type") + " " + reply.header("Content-Length") + " "
                        + reply.header("ETag") + " " + reply.header("Allow") + " " + reply.header("Link") + " "
                        + reply.header("Cache-Control") + " " + reply.body())
                .replace(room, "ROOM")
                .replaceAll("\"request_id\":\"[^\"]*\"", "\"request_id\":\"ID\"");
    }

    private String answer(User outsider, String method, String path, String room, Sent sent) {
        return withoutIds(sent.with(call(outsider, method, path, room), method).sendUnchecked(), room);
    }

    private record Operation(String method, String path) {}

    /** Those with the id of a room in their path. */
    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonNode paths = Description.parse(
                        server.call("GET", "/openapi.json").send().body())
                .get("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            if (path.getKey().startsWith(ROOM)) {
                path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                operations.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey())));
            }
        }
        return operations;
    }

    private static String path(Operation operation, String user, String message, String emoji) {
        return operation
                .path()
                .replace("{user_id}", user)
                .replace("{message_id}", message)
                .replace("{emoji}", emoji);
    }

    @Test
    void every_call_answers_as_if_there_were_no_room() {
        String unknown = RoomId.given(UUID.randomUUID()).value();
        List<Operation> operations = operations();
        assertThat(operations).hasSizeGreaterThan(20);

        Map<String, User> outsiders = Map.of(privateRoom(), stranger, directRoom(), server.admin());
        outsiders.forEach((room, outsider) -> {
            String message = messageIn(room);
            for (Operation operation : operations) {
                for (String path : List.of(
                        path(operation, member.id().toString(), message, "%F0%9F%91%8D"),
                        path(operation, NO_ID, NO_ID, NO_ID))) {
                    for (Sent sent : REQUESTS) {
                        String query = QUERIES.get(REQUESTS.indexOf(sent) % QUERIES.size());
                        String expected = answer(outsider, operation.method(), path + query, unknown, sent);
                        assertThat(expected)
                                .as("%s %s", operation, sent)
                                .startsWith("404 application/json ")
                                .contains("\"code\":\"room_not_found\"");
                        assertThat(answer(outsider, operation.method(), path + query, room, sent))
                                .as("%s %s", operation, sent)
                                .isEqualTo(expected);
                    }
                }
            }
        });
    }

    @Test
    void only_who_sees_a_room_is_told_that_a_request_is_not_supported() {
        String unknown = RoomId.given(UUID.randomUUID()).value();
        String room = privateRoom();
        String message = messageIn(room);
        List<UnaryOperator<Call>> unsupported = List.of(
                call -> call.body("text/plain", "name=X"),
                call -> call.body("application/x-www-form-urlencoded", "name=X"),
                call -> call.body("multipart/form-data", "name=X"),
                call -> call.body("nonsense", "name=X"),
                call -> call.header("Content-Encoding", "gzip").json("{\"name\":\"X\"}"),
                call -> call.header("Accept", "application/json;q=0").json("{\"name\":\"X\"}"),
                call -> call.header("Accept", "text/html").json("{\"name\":\"X\"}"));

        for (Operation operation : operations()) {
            String path = path(operation, member.id().toString(), message, "%F0%9F%91%8D");
            for (UnaryOperator<Call> request : unsupported) {
                String described = unsupported.indexOf(request) + " " + operation;
                Reply expected = request.apply(call(stranger, operation.method(), path, unknown))
                        .sendUnchecked();
                assertThat(expected.text("code")).as(described).isEqualTo("room_not_found");
                assertThat(withoutIds(
                                request.apply(call(stranger, operation.method(), path, room))
                                        .sendUnchecked(),
                                room))
                        .as(described)
                        .isEqualTo(withoutIds(expected, unknown));
            }
        }
        for (UnaryOperator<Call> request : unsupported.subList(0, unsupported.size() - 2)) {
            assertThat(request.apply(call(owner, "PATCH", ROOM, room)).send().text("code"))
                    .isEqualTo("unsupported_media_type");
        }
        for (UnaryOperator<Call> request : unsupported.subList(unsupported.size() - 2, unsupported.size())) {
            assertThat(request.apply(call(owner, "PATCH", ROOM, room)).send().text("code"))
                    .isEqualTo("not_acceptable");
        }
    }

    @Test
    void what_no_call_accepts_is_refused_alike() {
        String unknown = RoomId.given(UUID.randomUUID()).value();
        String room = privateRoom();
        String message = messageIn(room);

        for (String path : operations().stream()
                .map(operation -> path(operation, member.id().toString(), message, "%F0%9F%91%8D"))
                .distinct()
                .toList()) {
            for (String method : List.of("HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE")) {
                for (UnaryOperator<Call> request : OTHER_REQUESTS.subList(0, method.equals("PATCH") ? 3 : 1)) {
                    String expected = withoutIds(
                            request.apply(call(stranger, method, path, unknown)).sendUnchecked(), unknown);
                    assertThat(withoutIds(
                                    request.apply(call(stranger, method, path, room))
                                            .sendUnchecked(),
                                    room))
                            .as(method + " " + path)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void nobody_learns_from_a_new_room_whether_an_id_is_taken() {
        for (String room : List.of(
                privateRoom(), directRoom(), RoomId.given(UUID.randomUUID()).value(), "_.x")) {
            Reply refused = send(server.admin(), "POST", ROOMS, "{\"id\":\"" + room + "\",\"name\":\"X\"}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.wrongFields()).containsExactly("id");
        }
    }

    @Test
    void a_message_of_another_room_is_not_found() {
        String message = messageIn(privateRoom());
        send(server.admin(), "POST", ROOMS, "{\"id\":\"open\",\"name\":\"X\"}");

        String path = ROOMS + "/open/messages/";
        for (Operation operation : List.of(
                new Operation("PATCH", ""),
                new Operation("DELETE", ""),
                new Operation("PUT", "/reactions/%F0%9F%91%8D"),
                new Operation("GET", "/versions"),
                new Operation("POST", "/reports"))) {
            String unknown = UUID.randomUUID().toString();
            Sent request = new Sent("{\"content\":\"X\",\"reason\":\"X\"}", "If-None-Match", "*");
            String expected = answer(
                            server.admin(), operation.method(), path + unknown + operation.path(), "open", request)
                    .replace(unknown, "MESSAGE");
            assertThat(expected).startsWith("404 ").contains("message_not_found");
            assertThat(answer(server.admin(), operation.method(), path + message + operation.path(), "open", request)
                            .replace(message, "MESSAGE"))
                    .isEqualTo(expected);
        }
    }
}
