package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Mailer.Outcome;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mails as a mail server gets them. */
class SmtpMailerTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.setUser("club@club.example", "club", "s3cret-pass");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Outcome send(OutgoingMail mail, MailFrom from) {
        return new SmtpMailer(url("club:s3cret-pass@"), from, Mails.templates()).send(mail);
    }

    private SmtpServer url(String login) {
        return SmtpServer.parse(
                "smtp://" + login + "127.0.0.1:" + server.getSmtp().getPort() + "?starttls=never");
    }

    private MimeMessage sent(OutgoingMail mail) {
        return sent(mail, Mails.FROM);
    }

    private MimeMessage sent(OutgoingMail mail, MailFrom from) {
        assertThat(send(mail, from)).isEqualTo(new Outcome.Sent());
        MimeMessage[] received = server.getReceivedMessages();
        return received[received.length - 1];
    }

    private static String part(MimeMessage message, int index) throws Exception {
        return (String)
                ((MimeMultipart) message.getContent()).getBodyPart(index).getContent();
    }

    private static String raw(MimeMessage message) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return bytes.toString(US_ASCII);
    }

    @ParameterizedTest
    @EnumSource
    void a_mail_has_text_and_html(MailKind kind) throws Exception {
        MimeMessage message = sent(Mails.of(kind));
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(part(message, 0)).contains("Hello", "anna.smith@club.example", "https://club.example");
        assertThat(part(message, 1)).startsWith("<!DOCTYPE html>").contains("Hello", "https://club.example");
    }

    @Test
    void the_headers_tell_who_sent_what_to_whom_and_when() throws Exception {
        MimeMessage message = sent(Mails.of(MailKind.VERIFICATION));
        assertThat(message.getFrom()).containsExactly(new InternetAddress("no-reply@club.example", "Clubroom"));
        assertThat(message.getRecipients(RecipientType.TO))
                .containsExactly(new InternetAddress("anna.smith@club.example"));
        assertThat(message.getSubject()).isEqualTo("Verify your e-mail address");
        assertThat(message.getHeader("Date")).containsExactly("Sat, 28 Nov 2026 18:30:00 +0000");
        assertThat(message.getSentDate().toInstant()).isEqualTo(Instant.parse("2026-11-28T18:30:00Z"));
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(message.getHeader("List-Unsubscribe")).isNull();
        assertThat(message.getHeader("List-Unsubscribe-Post")).isNull();
    }

    @Test
    void the_message_id_is_the_same_at_each_attempt() throws Exception {
        assertThat(sent(Mails.of(MailKind.WELCOME)).getMessageID())
                .isEqualTo(sent(Mails.of(MailKind.WELCOME)).getMessageID())
                .isEqualTo("<018f3a52-7b1c-7def-8a90-1234567890ab@club.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"o'neil+club@club.example", "a!b#c$d%e&f*g/h=i?j^k_l`m{n|o}p~q@club.example", "anna@localhost"})
    void every_address_that_users_can_have_gets_mails(String address) throws Exception {
        OutgoingMail mail = new OutgoingMail(
                Mails.ID,
                MailKind.WELCOME,
                Email.of(address),
                "Welcome",
                Map.of("name", "Anna"),
                Mails.CREATED_AT,
                null);
        MimeMessage message = sent(mail);
        assertThat(((InternetAddress) message.getRecipients(RecipientType.TO)[0]).getAddress())
                .isEqualTo(address);
        assertThat(server.getUserManager().getUserByEmail(address)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = MailKind.class,
            names = {"ANNOUNCEMENT", "UNREAD_MESSAGES"})
    void mails_of_subscriptions_can_be_unsubscribed_from_with_one_click(MailKind kind) throws Exception {
        MimeMessage message = sent(Mails.of(kind));
        assertThat(message.getHeader("List-Unsubscribe", null))
                .isEqualTo("<" + MailVariables.samples(kind).get("unsubscribe_link") + ">");
        assertThat(message.getHeader("List-Unsubscribe-Post", null)).isEqualTo("List-Unsubscribe=One-Click");
    }

    @ParameterizedTest
    @ValueSource(strings = {"José Müller", "王小明", "Ωμέγα 😀", "O'Neil \"Tip\" <x>", "a,b;c-d"})
    void names_and_subjects_of_any_script_arrive_in_7_bit(String name) throws Exception {
        MailFrom from = new MailFrom(name, "no-reply@club.example");
        MimeMessage message = sent(Mails.of(MailKind.INVITATION, Map.of("inviter", name)), from);
        assertThat(message.getSubject()).isEqualTo(name + " invites you to Clubroom");
        assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo(name);
        assertThat(((InternetAddress) message.getFrom()[0]).getAddress()).isEqualTo("no-reply@club.example");
        assertThat(part(message, 0)).contains(name + " invites you");
        assertThat(raw(message)).matches("\\p{ASCII}*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?utf-8?q?a=0D=0ABcc:_victim@x.example?=",
                "Is this =?a?= one? =?utf-8?b?SGVsbG8gdGhlcmUsIGhlbGxvIHRoZXJlLCBoZWxsbyB0aGVyZQ==?= =?",
                "Ü =?utf-8?q?b?="
            })
    void a_subject_that_looks_encoded_arrives_as_it_is(String subject) throws Exception {
        Map<String, String> variables = new HashMap<>(MailVariables.samples(MailKind.ANNOUNCEMENT));
        MimeMessage message = sent(Mails.withSubject(MailKind.ANNOUNCEMENT, subject, variables));

        assertThat(message.getSubject()).isEqualTo(subject);
        assertThat(message.getHeader("Subject", null).lines()).allMatch(line -> line.length() <= 76);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nBcc: victim@x.example",
                "a\nX-Injected: 1",
                "a\rX-Injected: 1",
                "a\u2028X: 1",
                "a\u0085X: 1\0"
            })
    void no_subject_injects_a_header(String subject) throws Exception {
        Map<String, String> variables = new HashMap<>(MailVariables.samples(MailKind.ANNOUNCEMENT));
        variables.put("subject", subject);
        MimeMessage message = sent(Mails.withSubject(MailKind.ANNOUNCEMENT, subject, variables));
        assertThat(message.getSubject()).hasLineCount(1).startsWith("a ");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getHeader("X-Injected")).isNull();
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getHeader("X")).isNull();
    }

    @Test
    void long_lines_are_encoded_and_arrive_unchanged() throws Exception {
        String line = "x".repeat(5_000) + " é";
        MimeMessage message = sent(Mails.of(MailKind.ANNOUNCEMENT, Map.of("text", line + "\n.\n..dots\nFrom here")));
        assertThat(part(message, 0)).contains(line + "\r\n.\r\n..dots\r\nFrom here");
        assertThat(raw(message).lines()).allMatch(text -> text.length() <= 998);
    }

    @Test
    void a_link_stands_on_a_line_of_its_own() throws Exception {
        String link = MailVariables.samples(MailKind.PASSWORD_RESET).get("link");
        MimeMessage message = sent(Mails.of(MailKind.PASSWORD_RESET));
        assertThat(part(message, 0).lines()).contains(link, "482916");
        assertThat(raw(message)).contains("\r\n" + link + "\r\n");
    }

    @Test
    void a_wrong_password_is_a_fault_of_the_server() {
        Outcome outcome =
                new SmtpMailer(url("club:wrong-pass@"), Mails.FROM, Mails.templates()).send(Mails.of(MailKind.WELCOME));
        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
        assertThat(((Outcome.Deferred) outcome).isServerFault()).isTrue();
        assertThat(((Outcome.Deferred) outcome).reason()).contains("535").doesNotContain("wrong-pass");
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
