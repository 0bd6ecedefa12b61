package io.clubroom.mail;

import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.mail.SmtpServer.Encryption;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends each mail over its own connection. Verifies the server's certificate and name with the JVM's trusted certificates. */
public final class SmtpMailer implements Mailer {
    /** Slightly less than the 30 seconds of {@link Mailer#send}, to leave time for the caller. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(29);

    /** The maximum number of bytes of replies, more than any server sends for a mail, including certificates. */
    private static final int MAX_REPLIES = 256 * 1024;

    private final SmtpServer server;
    private final MimeMessages messages;
    private final Duration timeLimit;
    private final Session session;

    public SmtpMailer(SmtpServer server, MailFrom from, PebbleTemplates templates) {
        this(server, from, templates, TIME_LIMIT);
    }

    SmtpMailer(SmtpServer server, MailFrom from, PebbleTemplates templates, Duration timeLimit) {
        this.server = server;
        this.messages = new MimeMessages(templates, from);
        this.timeLimit = timeLimit;
        session = Session.getInstance(properties(server, from));
    }

    @Override
    public Outcome send(OutgoingMail mail) {
        MimeMessage message;
        try {
            message = messages.compose(mail);
        } catch (IllegalArgumentException invalid) {
            return new Outcome.Refused(String.valueOf(invalid.getMessage()));
        }
        Reasons reasons = new Reasons(server, mail);
        SmtpDialogue dialogue = new SmtpDialogue(session, server.encryption() == Encryption.IMPLICIT, reasons);
        FutureTask<Outcome> sending = new FutureTask<>(() -> send(message, dialogue, reasons));
        // The interruption of a virtual thread closes the socket on which it is blocked.
        Thread.ofVirtual().name("smtp").start(sending);
        try {
            return sending.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return dialogue.outcome()
                    .orElseGet(() -> new Outcome.Deferred(
                            server.address() + " did not answer within " + timeLimit.toSeconds() + " seconds", true));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return dialogue.outcome().orElseGet(() -> new Outcome.Deferred("Sending was interrupted", false));
        } catch (ExecutionException defect) {
            return new Outcome.Deferred(reasons.of("Sending failed: " + defect.getCause()), false);
        } finally {
            sending.cancel(true);
        }
    }

    private Outcome send(MimeMessage message, SmtpDialogue dialogue, Reasons reasons) {
        try (dialogue) {
            dialogue.connect(server.host(), server.port(), server.user(), server.password());
            if (server.user() != null && !dialogue.supportsExtension("AUTH")) {
                return new Outcome.Deferred(server.address() + " offers no way to sign in", true);
            }
            dialogue.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException failure) {
            return dialogue.outcome().orElseGet(() -> new Outcome.Deferred(reasons.of(describe(failure)), true));
        }
        return new Outcome.Sent();
    }

    private String describe(MessagingException failure) {
        String message = String.valueOf(failure.getMessage()).replace("[EOF]", "the connection was closed");
        String cause = Reasons.rootMessage(failure);
        return (failure instanceof AuthenticationFailedException ? server.address() + " refused to sign in: " : "")
                + (failure.getCause() == null || message.contains(cause) ? message : message + ": " + cause);
    }

    private static Properties properties(SmtpServer server, MailFrom from) {
        Properties properties = new Properties();
        properties.put("mail.smtp.socketFactory", new BoundedSockets(MAX_REPLIES));
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty(
                "mail.smtp.starttls.required", String.valueOf(server.encryption() == Encryption.STARTTLS));
        properties.setProperty(
                "mail.smtp.starttls.enable", String.valueOf(server.encryption() == Encryption.STARTTLS_IF_OFFERED));
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        // The user acts as itself (RFC 4616 §2).
        properties.setProperty("mail.smtp.sasl.authorizationid", "");
        properties.setProperty("mail.smtp.from", from.address());
        // The host's own name would need a look-up, which can take long.
        properties.setProperty("mail.smtp.localhost", from.host());
        // The mail has been accepted, so the reply to QUIT does not matter.
        properties.setProperty("mail.smtp.quitwait", "false");
        return properties;
    }
}
