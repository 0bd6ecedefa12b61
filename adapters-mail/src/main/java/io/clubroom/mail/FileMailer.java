package io.clubroom.mail;

import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.OutgoingMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** Writes mails to files that mail programs can open, instead of sending them. Operators have to remove the files. */
public final class FileMailer implements Mailer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final MimeMessages messages;

    /** @param folder the folder for the files; created with the first mail, readable only by its owner */
    public FileMailer(Path folder, MailFrom from, PebbleTemplates templates) {
        this.folder = folder;
        messages = new MimeMessages(templates, from);
    }

    /** Writes {@code <time>-<id>.eml}. The time is that of the mail's creation, so that another attempt replaces the file. */
    @Override
    public Outcome send(OutgoingMail mail) {
        MimeMessage message;
        try {
            message = messages.compose(mail);
        } catch (IllegalArgumentException invalid) {
            return new Outcome.Refused(String.valueOf(invalid.getMessage()));
        }
        Path temporary = folder.resolve("." + mail.id() + ".tmp");
        try {
            Files.createDirectories(folder, permissions("rwx------"));
            Files.deleteIfExists(temporary);
            write(message, temporary);
            Files.move(
                    temporary,
                    folder.resolve(TIME.format(mail.createdAt()) + "-" + mail.id() + ".eml"),
                    StandardCopyOption.ATOMIC_MOVE);
            return new Outcome.Sent();
        } catch (IOException | MessagingException failed) {
            deleteQuietly(temporary);
            return new Outcome.Deferred(
                    Reasons.clean("The mail cannot be written to a file: " + Reasons.rootMessage(failed)), true);
        }
    }

    private void write(MimeMessage message, Path file) throws IOException, MessagingException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, permissions("rw-------"));
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            message.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private FileAttribute<?>[] permissions(String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // The next attempt replaces it.
        }
    }
}
