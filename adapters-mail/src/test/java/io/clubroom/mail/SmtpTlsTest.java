package io.clubroom.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Mailer.Outcome;
import io.clubroom.mail.ScriptedSmtpServer.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encryption, and the certificates of servers. */
@Timeout(180)
class SmtpTlsTest {
    private static final SSLContext OF_LOCALHOST = TestCertificates.OF_LOCALHOST;
    private static final String OFFERS_STARTTLS = "250-mail.example\n250-AUTH PLAIN LOGIN\n250 STARTTLS";

    private static Outcome send(ScriptedSmtpServer server, String scheme, String query) {
        return new SmtpMailer(
                        SmtpServer.parse(scheme + "://club:s3cret-pass@localhost:" + server.port() + query),
                        Mails.FROM,
                        Mails.templates())
                .send(Mails.of(MailKind.VERIFICATION));
    }

    private static ScriptedSmtpServer server() throws IOException {
        return new ScriptedSmtpServer().on(Step.EHLO, OFFERS_STARTTLS);
    }

    /** Neither credentials nor the mail have left. */
    private static void assertNothingLeft(Outcome outcome, ScriptedSmtpServer server) throws Exception {
        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
        assertThat(((Outcome.Deferred) outcome).isServerFault()).isTrue();
        assertThat(server.awaitEnd()).isTrue();
        assertThat(server.received()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void starttls_encrypts_before_the_sign_in() throws Exception {
        try (ScriptedSmtpServer server = server().start(OF_LOCALHOST, false)) {
            assertThat(send(server, "smtp", "")).isEqualTo(new Outcome.Sent());
            assertThat(server.received().subList(0, 2)).isEqualTo(List.of("EHLO club.example", "STARTTLS"));
            assertThat(server.received().get(3)).startsWith("AUTH");
        }
    }

    @Test
    void implicit_tls_encrypts_from_the_start() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().start(OF_LOCALHOST, true)) {
            assertThat(send(server, "smtps", "")).isEqualTo(new Outcome.Sent());
        }
    }

    @Test
    void without_starttls_nothing_is_sent() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().start()) {
            Outcome outcome = send(server, "smtp", "");
            assertNothingLeft(outcome, server);
            assertThat(((Outcome.Deferred) outcome).reason()).contains("STARTTLS");
        }
    }

    @Test
    void a_refused_starttls_sends_nothing() throws Exception {
        try (ScriptedSmtpServer server =
                server().on(Step.STARTTLS, "554 5.7.3 no").start()) {
            assertNothingLeft(send(server, "smtp", ""), server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?starttls=optional", "?starttls=never"})
    void starttls_can_be_dispensed_with(String query) throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().start()) {
            assertThat(send(server, "smtp", query)).isEqualTo(new Outcome.Sent());
        }
    }

    @Test
    void optional_starttls_is_used_if_offered() throws Exception {
        try (ScriptedSmtpServer server = server().start(OF_LOCALHOST, false)) {
            assertThat(send(server, "smtp", "?starttls=optional")).isEqualTo(new Outcome.Sent());
            assertThat(server.received()).contains("STARTTLS");
        }
    }

    @Test
    void starttls_is_not_used_if_never() throws Exception {
        try (ScriptedSmtpServer server = server().start(OF_LOCALHOST, false)) {
            assertThat(send(server, "smtp", "?starttls=never")).isEqualTo(new Outcome.Sent());
            assertThat(server.received()).doesNotContain("STARTTLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?starttls=optional"})
    void a_certificate_that_nobody_vouches_for_gets_nothing(String query) throws Exception {
        try (ScriptedSmtpServer server = server().start(TestCertificates.UNKNOWN, false)) {
            Outcome outcome = send(server, "smtp", query);
            assertNothingLeft(outcome, server);
            assertThat(((Outcome.Deferred) outcome).reason()).contains("certification path");
        }
    }

    @Test
    void the_certificate_of_another_host_gets_nothing() throws Exception {
        try (ScriptedSmtpServer server = server().start(TestCertificates.OF_ANOTHER_HOST, false)) {
            Outcome outcome = send(server, "smtp", "");
            assertNothingLeft(outcome, server);
            assertThat(((Outcome.Deferred) outcome).reason()).contains("localhost");
        }
    }

    @Test
    void implicit_tls_checks_the_certificate_too() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().start(TestCertificates.OF_ANOTHER_HOST, true)) {
            assertNothingLeft(send(server, "smtps", ""), server);
        }
        try (ScriptedSmtpServer server = new ScriptedSmtpServer().start(TestCertificates.UNKNOWN, true)) {
            assertNothingLeft(send(server, "smtps", ""), server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void a_server_that_hangs_in_the_handshake_is_left(String scheme) throws Exception {
        // It answers STARTTLS, but does not understand TLS.
        try (ScriptedSmtpServer server = scheme.equals("smtps")
                ? new ScriptedSmtpServer()
                        .on(Step.CONNECTED, ScriptedSmtpServer.HANG)
                        .start()
                : server().on(Step.UNKNOWN, ScriptedSmtpServer.HANG).start()) {
            Outcome outcome = new SmtpMailer(
                            SmtpServer.parse(scheme + "://localhost:" + server.port()),
                            Mails.FROM,
                            Mails.templates(),
                            Duration.ofSeconds(1))
                    .send(Mails.of(MailKind.VERIFICATION));
            assertNothingLeft(outcome, server);
        }
    }

    @Test
    void what_a_man_in_the_middle_adds_before_the_encryption_is_not_believed() throws Exception {
        try (ScriptedSmtpServer server = server().on(Step.STARTTLS, "220 go ahead\n250 mail.example without anything")
                .start(OF_LOCALHOST, false)) {
            assertThat(send(server, "smtp", "")).isEqualTo(new Outcome.Sent());
        }
    }
}
