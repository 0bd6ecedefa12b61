package io.clubroom.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Mailer.Outcome;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMailerTest {
    private static final String NAME = "20261128T183000Z-018f3a52-7b1c-7def-8a90-1234567890ab.eml";

    @TempDir
    Path data;

    private Outcome send(MailKind kind) {
        return new FileMailer(folder(), Mails.FROM, Mails.templates()).send(Mails.of(kind));
    }

    private Path folder() {
        return data.resolve("mail");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void a_mail_becomes_a_file_that_mail_programs_can_open() throws Exception {
        assertThat(send(MailKind.VERIFICATION)).isEqualTo(new Outcome.Sent());
        assertThat(files()).containsExactly(NAME);
        try (InputStream file = Files.newInputStream(folder().resolve(NAME))) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), file);
            assertThat(message.getSubject()).isEqualTo("Verify your e-mail address");
            assertThat(message.getMessageID()).isEqualTo("<" + Mails.ID + "@club.example>");
            assertThat(((MimeMultipart) message.getContent()).getBodyPart(0).getContent())
                    .asString()
                    .contains(MailVariables.samples(MailKind.VERIFICATION).get("link"));
        }
    }

    @Test
    void every_line_ends_with_cr_and_lf() throws Exception {
        send(MailKind.VERIFICATION);
        assertThat(Files.readString(folder().resolve(NAME))).doesNotContainPattern("(?<!\r)\n");
    }

    @Test
    void another_attempt_replaces_the_file() throws Exception {
        send(MailKind.VERIFICATION);
        assertThat(send(MailKind.VERIFICATION)).isEqualTo(new Outcome.Sent());
        assertThat(files()).containsExactly(NAME);
    }

    @Test
    void what_an_interrupted_attempt_left_does_not_matter() throws Exception {
        send(MailKind.VERIFICATION);
        Files.move(folder().resolve(NAME), folder().resolve("." + Mails.ID + ".tmp"));
        assertThat(send(MailKind.VERIFICATION)).isEqualTo(new Outcome.Sent());
        assertThat(files()).containsExactly(NAME);
    }

    @Test
    void only_the_owner_can_read_it() throws Exception {
        send(MailKind.VERIFICATION);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_cannot_be_written_is_tried_again_later() throws Exception {
        Files.createFile(folder());
        Outcome outcome = send(MailKind.VERIFICATION);
        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
        assertThat(((Outcome.Deferred) outcome).isServerFault()).isTrue();
        assertThat(((Outcome.Deferred) outcome).reason()).startsWith("The mail cannot be written to a file: ");
    }

    @Test
    void a_failed_attempt_leaves_no_file() throws Exception {
        Files.createDirectories(folder().resolve(NAME).resolve("in the way"));
        assertThat(send(MailKind.VERIFICATION)).isInstanceOf(Outcome.Deferred.class);
        assertThat(files()).containsExactly(NAME);
    }
}
