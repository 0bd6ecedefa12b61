package io.clubroom.mail;

import static io.clubroom.mail.ScriptedSmtpServer.CLOSE;
import static io.clubroom.mail.ScriptedSmtpServer.DRIP;
import static io.clubroom.mail.ScriptedSmtpServer.FLOOD;
import static io.clubroom.mail.ScriptedSmtpServer.HANG;
import static io.clubroom.mail.ScriptedSmtpServer.LINE_WITHOUT_END;
import static io.clubroom.mail.ScriptedSmtpServer.READ_NO_MORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Mailer.Outcome;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import io.clubroom.mail.ScriptedSmtpServer.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a mail, whatever the server does. */
@Timeout(180)
class SmtpOutcomesTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String LOGIN = "club:s3cret-pass@";
    private static final PebbleTemplates TEMPLATES = Mails.templates();

    private static SmtpMailer mailer(ScriptedSmtpServer server, String login, Duration limit) {
        return new SmtpMailer(
                SmtpServer.parse("smtp://" + login + "localhost:" + server.port() + "?starttls=never"),
                Mails.FROM,
                TEMPLATES,
                limit);
    }

    private static Outcome send(ScriptedSmtpServer server, String login, Duration limit) {
        return mailer(server.start(), login, limit).send(Mails.of(MailKind.VERIFICATION));
    }

    private static Outcome send(Step step, String reply) throws IOException {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(step, reply)) {
            return send(server, LOGIN, LONG);
        }
    }

    private static Outcome.Deferred deferred(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
        return (Outcome.Deferred) outcome;
    }

    @Test
    void a_mail_that_the_server_takes_is_sent() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
            assertThat(send(server, LOGIN, LONG)).isEqualTo(new Outcome.Sent());
            assertThat(server.awaitEnd()).isTrue();
            assertThat(server.received())
                    .contains(
                            "EHLO club.example",
                            "AUTH PLAIN " + Base64.getEncoder().encodeToString("\0club\0s3cret-pass".getBytes()),
                            "MAIL FROM:<no-reply@club.example>",
                            "RCPT TO:<anna.smith@club.example>",
                            "QUIT");
        }
    }

    @Test
    void without_credentials_it_does_not_sign_in() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
            assertThat(send(server, "", LONG)).isEqualTo(new Outcome.Sent());
            assertThat(server.received()).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 no such sender",
        "MAIL, 503 5.5.1 wrong order",
        "MAIL, 554 5.7.1 rejected",
        "RCPT, 550 5.1.1 no such user",
        "RCPT, 552 5.2.2 mailbox full",
        "RCPT, 556 5.1.10 takes no mail",
        "DATA, 554 5.5.1 no valid recipients",
        "DATA, 502 5.5.2 not implemented",
        "END, 554 5.7.1 looks like spam",
        "END, 552 5.3.4 too big",
    })
    void a_permanent_refusal_is_final(Step step, String reply) throws Exception {
        assertThat(send(step, reply)).isEqualTo(new Outcome.Refused(reply));
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL", "RCPT", "DATA", "END"})
    void a_refusal_is_final_even_if_the_server_then_closes_the_connection(Step step) throws Exception {
        try (ScriptedSmtpServer server =
                new ScriptedSmtpServer().on(step, "554 5.7.1 rejected").on(Step.RSET, CLOSE)) {
            assertThat(send(server, LOGIN, LONG)).isEqualTo(new Outcome.Refused("554 5.7.1 rejected"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MAIL", "RCPT", "DATA", "END"})
    void a_refusal_is_final_even_if_the_server_then_hangs(Step step) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer()
                .on(step, "554 5.7.1 rejected")
                .on(Step.RSET, HANG)
                .on(Step.QUIT, HANG)) {
            assertThat(send(server, LOGIN, LONG)).isEqualTo(new Outcome.Refused("554 5.7.1 rejected"));
            assertThat(server.awaitEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 later",
        "MAIL, 452 4.3.1 disk full",
        "RCPT, 450 4.2.0 greylisted",
        "RCPT, 451 4.7.1 later",
        "RCPT, 499 what",
        "DATA, 451 4.3.0 later",
        "END, 452 4.3.1 disk full",
        "END, 450 4.7.1 too many mails",
    })
    void a_transient_refusal_concerns_the_mail(Step step, String reply) throws Exception {
        assertThat(send(step, reply)).isEqualTo(new Outcome.Deferred(reply, false));
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTED, 421 4.3.2 shutting down",
        "CONNECTED, 554 5.7.1 not you",
        "CONNECTED, 550 5.7.1 not you",
        "HELO, 550 5.7.1 not you",
        "AUTH, 535 5.7.8 wrong password",
        "AUTH, 534 5.7.9 too weak",
        "AUTH, 454 4.7.0 later",
        "AUTH, 550 5.7.1 blocked",
        "AUTH, 421 4.7.0 too many attempts",
        "MAIL, 421 4.3.2 shutting down",
        "RCPT, 421 4.3.2 shutting down",
        "DATA, 421 4.3.2 shutting down",
        "END, 421 4.3.2 shutting down",
        "MAIL, 530 5.7.0 authentication required",
        "MAIL, 530 5.7.0 must issue a STARTTLS command first",
    })
    void a_server_that_refuses_to_talk_takes_no_mail_now(Step step, String reply) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(step, reply)) {
            if (step == Step.HELO) {
                server.on(Step.EHLO, "550 5.7.1 not you");
            }
            Outcome.Deferred deferred = deferred(send(server, LOGIN, LONG));
            assertThat(deferred.isServerFault()).isTrue();
            assertThat(deferred.reason()).contains(reply);
        }
    }

    @Test
    void a_server_without_a_way_to_sign_in_gets_no_mail() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(Step.EHLO, "250 mail.example")) {
            Outcome.Deferred deferred = deferred(send(server, LOGIN, LONG));
            assertThat(deferred.isServerFault()).isTrue();
            assertThat(deferred.reason()).endsWith("offers no way to sign in");
            assertThat(server.received()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTED", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END"})
    void a_closed_connection_is_the_servers_fault(Step step) throws Exception {
        Outcome.Deferred deferred = deferred(send(step, CLOSE));
        assertThat(deferred.isServerFault()).isTrue();
        assertThat(deferred.reason()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTED", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END"})
    void a_server_that_hangs_is_left(Step step) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(step, HANG)) {
            assertThat(deferred(send(server, LOGIN, SHORT)).isServerFault()).isTrue();
            assertThat(server.awaitEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTED", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END"})
    void a_server_that_drips_bytes_is_left(Step step) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(step, DRIP)) {
            assertThat(deferred(send(server, LOGIN, SHORT)).isServerFault()).isTrue();
            assertThat(server.awaitEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FLOOD, LINE_WITHOUT_END})
    void a_reply_without_end_does_not_fill_the_memory(String reply) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(Step.EHLO, reply)) {
            Outcome.Deferred deferred = deferred(send(server, LOGIN, LONG));
            assertThat(deferred.isServerFault()).isTrue();
            assertThat(deferred.reason()).contains("The server answers too much");
            assertThat(server.awaitEnd()).isTrue();
        }
    }

    @Test
    void a_server_that_stops_reading_is_left() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(Step.DATA, READ_NO_MORE)) {
            OutgoingMail big =
                    Mails.of(MailKind.ANNOUNCEMENT, Map.of("text", "more than buffers take\n".repeat(100_000)));
            SmtpMailer mailer = mailer(server.start(), LOGIN, Duration.ofSeconds(3));
            assertThat(deferred(mailer.send(big)).isServerFault()).isTrue();
        }
    }

    @Test
    void a_server_that_hangs_after_it_took_the_mail_does_not_get_it_again() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(Step.QUIT, HANG)) {
            assertThat(send(server, LOGIN, LONG)).isEqualTo(new Outcome.Sent());
        }
    }

    @Test
    void an_interrupted_sender_gives_up() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().on(Step.CONNECTED, HANG)) {
            SmtpMailer mailer = mailer(server.start(), LOGIN, LONG);
            CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
            Thread sender = Thread.ofVirtual().start(() -> {
                Outcome outcome = mailer.send(Mails.of(MailKind.VERIFICATION));
                assertThat(outcome).isEqualTo(new Outcome.Deferred("Sending was interrupted", false));
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            assertThat(server.awaitConnection()).isTrue();
            sender.interrupt();
            assertThat(stillInterrupted.get()).isTrue();
            assertThat(server.awaitEnd()).isTrue();
        }
    }

    @Test
    void a_server_that_is_not_there_is_a_fault_of_the_server() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        SmtpMailer mailer =
                new SmtpMailer(SmtpServer.parse("smtp://" + LOGIN + "localhost:" + port), Mails.FROM, TEMPLATES);
        Outcome.Deferred deferred = deferred(mailer.send(Mails.of(MailKind.VERIFICATION)));
        assertThat(deferred.isServerFault()).isTrue();
        assertThat(deferred.reason()).contains("localhost", String.valueOf(port), "refused");
    }

    @Test
    void an_unknown_host_is_a_fault_of_the_server() {
        SmtpMailer mailer = new SmtpMailer(SmtpServer.parse("smtp://mail.invalid"), Mails.FROM, TEMPLATES);
        Outcome.Deferred deferred = deferred(mailer.send(Mails.of(MailKind.VERIFICATION)));
        assertThat(deferred.isServerFault()).isTrue();
        assertThat(deferred.reason()).contains("mail.invalid");
    }

    @Test
    void a_reason_is_one_short_line() throws Exception {
        Outcome outcome = send(Step.RCPT, "550-5.1.1 first\u0007\u001b[31m line\n550 5.1.1 " + "x".repeat(400));
        String reason = ((Outcome.Refused) outcome).reason();
        assertThat(reason).startsWith("550-5.1.1 first [31m line 5.1.1 xxx").hasSize(200);
    }

    @Test
    void a_reason_quotes_neither_credentials_nor_what_the_mail_says() throws Exception {
        String token = MailVariables.samples(MailKind.VERIFICATION).get("link").replaceFirst(".*token=", "");
        String quoted = "554 5.7.1 club s3cret-pass "
                + Base64.getEncoder().encodeToString("\0club\0s3cret-pass".getBytes())
                + " https://club.example/verify-email?token=" + token + " " + token + " 482916";
        Outcome refused = send(Step.END, quoted);
        assertThat(((Outcome.Refused) refused).reason()).isEqualTo("554 5.7.1 club … … … … …");
        Outcome.Deferred signIn = deferred(send(Step.AUTH, quoted));
        assertThat(signIn.reason()).contains("554 5.7.1").doesNotContain("s3cret-pass", token);
    }

    /** As accounts of a predecessor may have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m\u00fcller@example.com",
                "john@m\u00fcller.example",
                "john",
                "",
                "a@example.com, b@example.com",
                "a@example.com>\r\nRCPT TO:<b@example.com",
                "people:a@example.com;"
            })
    void a_mail_to_an_address_that_mail_cannot_be_sent_to_is_refused(String address) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
            Outcome outcome = mailer(server.start(), LOGIN, LONG).send(Mails.to(new Email(address)));

            assertThat(outcome).isInstanceOf(Outcome.Refused.class);
            assertThat(((Outcome.Refused) outcome).reason()).startsWith("The address is invalid, or has other");
        }
    }

    @Test
    void a_mail_that_lacks_a_variable_is_refused() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
            OutgoingMail mail = Mails.withSubject(MailKind.VERIFICATION, "Verify", Map.of("name", "Anna"));
            assertThat(mailer(server, LOGIN, LONG).send(mail))
                    .isEqualTo(new Outcome.Refused("The template verification.txt cannot be rendered."));
        }
    }
}
