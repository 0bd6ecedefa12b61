package io.clubroom.mail;

import io.clubroom.domain.mail.Mailer.Outcome;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * A connection that records the reply that decides the outcome of a mail. The library's exceptions contain it only if the following
 * commands succeed too.
 */
final class SmtpDialogue extends SMTPTransport {
    /** The command that ends the mail. */
    private static final String END = ".";

    private static final Pattern AFTER_VERB = Pattern.compile("[ :].*", Pattern.DOTALL);

    /** "Authentication required" (RFC 4954 §6) or "Must issue a STARTTLS command first" (RFC 3207 §4), for any command. */
    private static final int NOT_SIGNED_IN = 530;

    /** "Service not available, closing transmission channel" (RFC 5321 §4.2.3). */
    private static final int CLOSING = 421;

    private final Reasons reasons;
    private String verb = "";
    private volatile @Nullable Outcome outcome;

    SmtpDialogue(Session session, boolean implicitTls, Reasons reasons) {
        super(session, null, "smtp", implicitTls);
        this.reasons = reasons;
    }

    /** Returns the outcome; empty if the server has not decided yet. */
    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        verb = AFTER_VERB.matcher(command).replaceFirst("").toUpperCase(Locale.ROOT);
        if (verb.equals("RSET")) {
            // After a refusal, the library would wait for another reply, but the connection is used for one mail only.
            throw new MessagingException("The mail was refused");
        }
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (outcome == null) {
            outcome = decide(code);
        }
        return code;
    }

    private @Nullable Outcome decide(int code) {
        boolean isRefusal = code / 100 == 4 || code / 100 == 5;
        boolean decides = switch (verb) {
            case "MAIL", "RCPT", "DATA" -> isRefusal;
            case END -> isRefusal || code / 100 == 2;
            default -> false;
        };
        if (!decides) {
            return null;
        }
        if (!isRefusal) {
            return new Outcome.Sent();
        }
        String reason = reasons.of(getLastServerResponse());
        return code >= 500 && code != NOT_SIGNED_IN
                ? new Outcome.Refused(reason)
                : new Outcome.Deferred(reason, code == CLOSING || code == NOT_SIGNED_IN);
    }
}
