package io.clubroom.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.web.client.ModerationAudit;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationTest {
    private static final String REPORTS = "/api/moderation/reports";
    private static final String UNTIL = "2026-03-01T13:00:00.5+01:00";

    private final TestServer server = TestServer.fresh();
    private final User owner = server.add("owner", Role.TRAINER);
    private final User member = server.add("member", Role.CLIENT);
    private final User stranger = server.add("stranger", Role.TRAINER);
    private final String room = "/api/chat/rooms/" + privateRoom();

    private String privateRoom() {
        return send(
                        owner,
                        "POST",
                        "/api/chat/rooms",
                        "{\"name\":\"Club\",\"kind\":\"private\",\"member_ids\":[\"" + member.id() + "\"]}")
                .text("id");
    }

    private Reply send(User by, String method, String path, String body) {
        return server.call(method, path).bearer(server.token(by)).json(body).send();
    }

    private Reply send(User by, String method, String path) {
        return server.call(method, path).bearer(server.token(by)).send();
    }

    private String say(User user) {
        return send(user, "POST", room + "/messages", "{\"content\":\"Secret words\"}")
                .text("id");
    }

    /** The text of a field of the first item of a list; a dot leads into an object. */
    private static String ofFirst(Reply list, String path) {
        JsonNode node = list.json().get(0);
        for (String step : path.split("\\.")) {
            node = node.get(step);
        }
        return node.getStringValue();
    }

    private Reply report(User by, String message, String reason) {
        return send(by, "POST", room + "/messages/" + message + "/reports", "{\"reason\":\"" + reason + "\"}");
    }

    private Reply resolve(User by, String report, String body) {
        return send(by, "POST", REPORTS + "/" + report + "/resolve", body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutes", "bans"})
    void shows_a_sanction_and_lifts_it_again_and_again(String kind) {
        String path = room + "/" + kind + "/" + member.id();

        Reply until = send(owner, "PUT", path, "{\"until\":\"" + UNTIL + "\",\"reason\":\" Insults \"}");
        Reply forever = send(owner, "PUT", path, "{\"until\":null,\"reason\":\"More\"}");

        assertThat(until.status()).isEqualTo(200);
        assertThat(until.body())
                .isEqualTo("""
                    {"room_id":"%s","user_id":"%s","until":"2026-03-01T12:00:00.500Z","reason":"Insults","set_by":"%s",\
                    "created_at":"2026-03-01T12:00:00.123456Z"}\
                    """.formatted(room.substring(room.lastIndexOf('/') + 1), member.id(), owner.id()));
        assertThat(forever.json().get("until").isNull()).isTrue();
        assertThat(send(owner, "DELETE", path).status()).isEqualTo(204);
        assertThat(send(owner, "DELETE", path).status()).isEqualTo(204);
    }

    @Test
    void rooms_tell_whether_the_caller_is_muted_there() {
        send(owner, "PUT", room + "/mutes/" + member.id(), "{\"until\":\"" + UNTIL + "\",\"reason\":\"x\"}");
        Reply muted = send(member, "GET", room);
        Reply other = send(owner, "GET", room);
        send(owner, "PUT", room + "/mutes/" + member.id(), "{\"until\":null,\"reason\":\"x\"}");
        Reply forever = send(member, "GET", room);

        assertThat(muted.json().get("muted").getBooleanValue()).isTrue();
        assertThat(muted.text("muted_until")).isEqualTo("2026-03-01T12:00:00.500Z");
        assertThat(other.json().get("muted").getBooleanValue()).isFalse();
        assertThat(other.text("muted_until")).isNull();
        assertThat(forever.json().get("muted").getBooleanValue()).isTrue();
        assertThat(forever.text("muted_until")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutes", "bans"})
    void names_what_is_wrong_with_a_sanction(String kind) {
        String path = room + "/" + kind + "/" + member.id();

        for (String until : List.of(
                "\"2026-03-01T12:00:00.123456Z\"",
                "\"2026-02-30T12:00:00Z\"",
                "\"2099-01-01\"",
                "\"2099-01-01T00:00Z\"",
                "\"2099-01-01T00:00:00\"",
                "\"\"",
                "5",
                "true")) {
            assertThat(send(owner, "PUT", path, "{\"until\":" + until + ",\"reason\":\"x\"}")
                            .wrongFields())
                    .as(until)
                    .containsExactly("until");
        }
        for (String reason : List.of("\"\"", "\" \"", "\"" + "x".repeat(1001) + "\"", "5", "null")) {
            assertThat(send(owner, "PUT", path, "{\"until\":null,\"reason\":" + reason + "}")
                            .wrongFields())
                    .as(reason)
                    .containsExactly("reason");
        }
        assertThat(send(owner, "PUT", room + "/" + kind + "/nobody", "{\"reason\":\"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(send(owner, "PUT", room + "/" + kind + "/" + UUID.randomUUID(), "{\"reason\":\"x\"}")
                        .text("code"))
                .isEqualTo("user_not_found");
    }

    @Test
    void nobody_acts_against_somebody_with_a_higher_role() {
        assertThat(send(member, "PUT", room + "/bans/" + owner.id(), "[]").text("code"))
                .isEqualTo("forbidden");
    }

    private static String withoutId(Reply reply) {
        return reply.body().replace(reply.text("request_id"), "");
    }

    @Test
    void a_message_is_reported_once_and_kept() {
        String message = say(member);

        Reply first = report(owner, message, " Rude ");
        Reply second = report(owner, message, "Again");
        Reply list = send(server.admin(), "GET", REPORTS);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(list.json().size()).isEqualTo(1);
        assertThat(ofFirst(list, "message.content")).isEqualTo("Secret words");
        assertThat(ofFirst(list, "message.user_id")).isEqualTo(member.id().toString());
        assertThat(ofFirst(list, "reason")).isEqualTo("Rude");
        assertThat(ofFirst(list, "reported_by")).isEqualTo(owner.id().toString());
        assertThat(ofFirst(list, "status")).isEqualTo("open");
        assertThat(List.of("action", "note", "resolved_by"))
                .allMatch(field -> list.json().get(0).get(field).isNull());
    }

    @Test
    void names_what_is_wrong_with_a_report() {
        String message = say(member);

        assertThat(send(owner, "POST", room + "/messages/" + message + "/reports", "{}")
                        .wrongFields())
                .containsExactly("reason");
        assertThat(report(owner, message, "x".repeat(1001)).wrongFields()).containsExactly("reason");
        assertThat(report(owner, UUID.randomUUID().toString(), "x").text("code"))
                .isEqualTo("message_not_found");
        assertThat(report(owner, "x", "x").status()).isEqualTo(400);
    }

    @Test
    void reports_are_listed_in_pages_by_status() {
        report(member, say(owner), "one");
        String second = report(member, say(owner), "two").text("id");
        String third = report(member, say(owner), "three").text("id");
        assertThat(resolve(server.admin(), second, "{\"action\":\"dismiss\"}").status())
                .isEqualTo(200);

        Reply page = send(owner, "GET", REPORTS + "?limit=2");
        String next = page.header("Link").replaceAll("^<|>.*", "");

        assertThat(page.json().size()).isEqualTo(2);
        // They are as old as each other.
        Reply last = send(owner, "GET", next);
        assertThat(List.of(page.json().get(0), page.json().get(1), last.json().get(0)))
                .extracting(report -> report.get("reason").getStringValue())
                .containsExactlyInAnyOrder("one", "two", "three");
        assertThat(last.header("Link")).isNull();
        assertThat(ofFirst(send(owner, "GET", REPORTS + "?status=resolved"), "id"))
                .isEqualTo(second);
        JsonNode open = send(owner, "GET", REPORTS + "?status=open").json();
        assertThat(open.size()).isEqualTo(2);
        assertThat(List.of(open.get(0), open.get(1)))
                .extracting(report -> report.get("id").getStringValue())
                .contains(third);
        assertThat(send(owner, "GET", REPORTS + "?status=&limit=501&cursor=x").wrongFields())
                .containsExactlyInAnyOrder("status", "limit", "cursor");
        assertThat(send(member, "GET", REPORTS + "?limit=0").text("code")).isEqualTo("forbidden");
    }

    @Test
    void a_report_is_resolved_once() {
        String report = report(owner, say(member), "Rude").text("id");

        Reply resolved = resolve(
                server.admin(), report, "{\"action\":\"mute\",\"until\":\"" + UNTIL + "\",\"note\":\" Enough \"}");

        assertThat(resolved.status()).isEqualTo(200);
        assertThat(resolved.text("status")).isEqualTo("resolved");
        assertThat(resolved.text("action")).isEqualTo("mute");
        assertThat(resolved.text("note")).isEqualTo("Enough");
        assertThat(resolved.text("resolved_by")).isEqualTo(server.admin().id().toString());
        assertThat(send(owner, "GET", REPORTS).body()).isEqualTo("[" + resolved.body() + "]");
        assertThat(resolve(owner, report, "{\"action\":\"dismiss\"}").text("code"))
                .isEqualTo("report_resolved");
        assertThat(report(member, say(owner), "x").status()).isEqualTo(201);
    }

    @Test
    void names_what_is_wrong_with_a_resolution_and_hides_reports_from_others() {
        String report = report(member, say(owner), "Rude").text("id");

        assertThat(resolve(owner, report, "{\"action\":\"kill\",\"until\":\"soon\",\"note\":5}")
                        .wrongFields())
                .containsExactlyInAnyOrder("action", "until", "note");
        assertThat(resolve(server.admin(), report, "{\"action\":\"ban\"}").text("code"))
                .isEqualTo("forbidden");
        for (User other : List.of(stranger, member)) {
            Reply hidden = resolve(other, report, "{}");
            Reply none = resolve(other, UUID.randomUUID().toString(), "{}");
            assertThat(hidden.text("code")).isEqualTo("report_not_found");
            assertThat(withoutId(hidden)).isEqualTo(withoutId(none));
        }
        assertThat(ofFirst(send(owner, "GET", REPORTS), "status")).isEqualTo("open");
    }

    @Test
    void each_act_is_one_line_of_the_log_without_the_text_of_a_message() {
        String id = room.substring(room.lastIndexOf('/') + 1);
        String report = report(owner, say(member), "Secret words").text("id");
        try (Logged logged = Logged.by(ModerationAudit.class)) {
            send(
                    owner,
                    "PUT",
                    room + "/mutes/" + member.id(),
                    "{\"until\":\"" + UNTIL + "\",\"reason\":\"Two\\r\\nlines\"}");
            send(owner, "DELETE", room + "/mutes/" + member.id());
            send(owner, "DELETE", room + "/mutes/" + member.id());
            resolve(server.admin(), report, "{\"action\":\"delete\"}");
            send(owner, "PUT", room + "/bans/" + member.id(), "{\"reason\":\"Why\"}");
            send(owner, "DELETE", room + "/bans/" + member.id());

            String who = ": actor " + owner.id() + ", account " + member.id() + ", room " + id;
            assertThat(logged.events())
                    .extracting(event -> event.getFormattedMessage())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo("Muted" + who + ", until 2026-03-01T12:00:00.500Z, reason Two lines"),
                            line -> assertThat(line)
                                    .isEqualTo(
                                            "Mute lifted" + who + ", until 2026-03-01T12:00:00.500Z, reason Two lines"),
                            line -> assertThat(line)
                                    .startsWith("Message deleted by another: actor "
                                            + server.admin().id() + ", account " + member.id() + ", room " + id)
                                    .endsWith(", reason Report " + report),
                            line -> assertThat(line).isEqualTo("Banned" + who + ", until lifted, reason Why"),
                            line -> assertThat(line).isEqualTo("Ban lifted" + who + ", until lifted, reason Why"));
        }
    }
}
