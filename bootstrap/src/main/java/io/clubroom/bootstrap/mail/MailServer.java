package io.clubroom.bootstrap.mail;

/**
 * The mail server.
 *
 * @param isConfigured whether there is one; if not, mails are written to files
 */
public record MailServer(boolean isConfigured) {}
