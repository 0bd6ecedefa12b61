package io.clubroom.web.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;

class InvitationsTest {
    private static final String MARIA = "maria@example.com";

    private final TestServer server = TestServer.fresh();
    private final User trainer = server.add("trainer", Role.TRAINER);
    private final User client = server.add("client", Role.CLIENT);

    private Reply invite(String token, String body) {
        return server.call("POST", "/api/invitations").bearer(token).json(body).send();
    }

    private Reply invite(String token) {
        return invite(token, "{\"email\":\"" + MARIA + "\"}");
    }

    private Reply send(String method, String path, String token) {
        return server.call(method, "/api/invitations" + path).bearer(token).send();
    }

    @Test
    void shows_the_invitation() {
        Reply reply = invite(server.adminToken(), "{\"email\":\"" + MARIA + "\",\"role\":\"trainer\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body())
                .isEqualTo("""
                    {"id":"%s","email":"maria@example.com","role":"trainer","room_ids":[],"invited_by":"%s",\
                    "created_at":"2026-03-01T12:00:00.123456Z","expires_at":"2026-03-08T12:00:00.123456Z","status":"pending"}\
                    """.formatted(reply.text("id"), server.admin().id()));
        assertThat(send("GET", "?limit=1", server.adminToken()).body()).isEqualTo("[" + reply.body() + "]");
    }

    @Test
    void registers_the_invited_address_only() {
        invite(server.token(trainer));
        String token = server.mailbox.token(MailKind.INVITATION, MARIA);

        Reply other = register("other@example.com", token);
        Reply accepted = register(MARIA, token);

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.wrongFields()).containsExactly("email");
        assertThat(accepted.status()).isEqualTo(201);
        assertThat(accepted.body()).contains("\"email_verified\":true").contains("\"role\":\"client\"");
        assertThat(register(MARIA, token).text("code")).isEqualTo("invitation_invalid");
        assertThat(send("GET", "", server.token(trainer)).body()).contains("\"status\":\"accepted\"");
    }

    private Reply register(String email, String invitation) {
        return server.call("POST", "/api/users")
                .json("""
                    {"username":"maria","email":"%s","password":"SecurePass123","full_name":"María Torres","invitation":"%s"}\
                    """.formatted(email, invitation))
                .send();
    }

    @Test
    void refuses_what_is_taken_unknown_or_not_allowed() {
        String admin = server.adminToken();

        assertThat(invite(server.token(client)).status()).isEqualTo(403);
        assertThat(server.call("POST", "/api/invitations").json("{}").send().status())
                .isEqualTo(401);
        assertThat(invite(server.token(trainer), "{\"email\":\"" + MARIA + "\",\"role\":\"admin\"}")
                        .status())
                .isEqualTo(403);
        assertThat(invite(admin, "{\"email\":\"client@example.com\"}").text("code"))
                .isEqualTo("email_taken");
        assertThat(invite(admin, "{\"email\":\"" + MARIA + "\",\"room_ids\":[\"nowhere\"]}")
                        .wrongFields())
                .containsExactly("room_ids");
        assertThat(invite(admin, "{\"email\":\"no address\",\"role\":\"boss\",\"room_ids\":\"general\"}")
                        .wrongFields())
                .containsExactly("email", "role", "room_ids");
        assertThat(invite(admin, "{\"email\":\"" + MARIA + "\",\"room_ids\":[7]}")
                        .wrongFields())
                .containsExactly("room_ids");
        invite(admin);
        assertThat(invite(admin).text("code")).isEqualTo("already_invited");
    }

    @Test
    void withdraws_and_sends_again() {
        String id = invite(server.token(trainer)).text("id");
        String first = server.mailbox.token(MailKind.INVITATION, MARIA);

        assertThat(send("POST", "/" + id + "/resend", server.token(trainer)).status())
                .isEqualTo(202);
        assertThat(register(MARIA, first).text("code")).isEqualTo("invitation_invalid");
        assertThat(send("DELETE", "/" + id, server.token(trainer)).status()).isEqualTo(204);
        assertThat(register(MARIA, server.mailbox.token(MailKind.INVITATION, MARIA))
                        .text("code"))
                .isEqualTo("invitation_invalid");
        assertThat(send("POST", "/" + id + "/resend", server.token(trainer)).text("code"))
                .isEqualTo("invitation_ended");
    }

    @Test
    void of_others_do_not_exist_for_trainers() {
        String id = invite(server.adminToken()).text("id");

        assertThat(send("DELETE", "/" + id, server.token(trainer)).text("code")).isEqualTo("invitation_not_found");
        assertThat(send("POST", "/" + id + "/resend", server.token(trainer)).status())
                .isEqualTo(404);
        assertThat(send("DELETE", "/" + id, server.token(client)).status()).isEqualTo(403);
        assertThat(send("DELETE", "/nonsense", server.adminToken()).wrongFields())
                .containsExactly("id");
        assertThat(send("GET", "", server.token(trainer)).body()).isEqualTo("[]");
    }

    @Test
    void are_paged() {
        for (int i = 0; i < 3; i++) {
            server.clock.advance(java.time.Duration.ofSeconds(1));
            invite(server.adminToken(), "{\"email\":\"guest%d@example.com\"}".formatted(i));
        }

        Reply first = send("GET", "?limit=2", server.adminToken());
        Reply second =
                server.call("GET", next(first)).bearer(server.adminToken()).send();

        assertThat(first.body()).contains("guest2@").contains("guest1@").doesNotContain("guest0@");
        assertThat(second.body()).contains("guest0@").doesNotContain("guest1@");
        assertThat(send("GET", "?cursor=nonsense", server.adminToken()).wrongFields())
                .containsExactly("cursor");
    }

    private static String next(Reply reply) {
        String link = reply.header("Link");
        return link.substring(1, link.indexOf('>'));
    }
}
