package io.clubroom.bootstrap.settings;

import io.clubroom.mail.MailFrom;
import io.clubroom.mail.SmtpServer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How mails are sent.
 *
 * @param server empty to keep mails as files
 * @param folder where they are kept
 * @param templates a folder with templates in the place of the built-in ones
 */
public record MailSettings(Optional<SmtpServer> server, Path folder, MailFrom from, Optional<Path> templates) {}
