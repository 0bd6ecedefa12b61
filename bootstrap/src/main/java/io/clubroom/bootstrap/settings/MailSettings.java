package io.clubroom.bootstrap.settings;

import io.clubroom.mail.MailFrom;
import io.clubroom.mail.SmtpServer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How mails are sent.
 *
 * @param server the mail server; empty to write mails to files
 * @param folder the folder for these files
 * @param templates the folder with custom templates
 */
public record MailSettings(Optional<SmtpServer> server, Path folder, MailFrom from, Optional<Path> templates) {}
