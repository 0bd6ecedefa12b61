package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.validation.InvalidValue;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Composes outgoing messages (RFC 5322) as text and HTML, encoded so that every server forwards them unchanged. */
final class MimeMessages {
    private static final Session NO_SESSION = Session.getInstance(new Properties());

    /** RFC 5322 §3.3. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The number of ASCII characters that fit into an encoded word of 75 characters (RFC 2047 §2). */
    private static final Pattern ENCODED_WORD = Pattern.compile(".{1,42}");

    private static final String UNSUBSCRIBE_LINK = "unsubscribe_link";

    private final PebbleTemplates templates;
    private final MailFrom from;

    MimeMessages(PebbleTemplates templates, MailFrom from) {
        this.templates = templates;
        this.from = from;
    }

    /** @throws IllegalArgumentException if no mail can be sent to the address, or a variable of the template is missing */
    MimeMessage compose(OutgoingMail mail) {
        try {
            MimeMessage message = new WithMessageId("<" + mail.id() + "@" + from.host() + ">");
            message.setFrom(from.mailbox());
            message.setRecipient(RecipientType.TO, recipient(mail.to()));
            setSubject(message, PebbleTemplates.oneLine(mail.subject()));
            // The time when the mail was created, not when it is sent (RFC 5322 §3.6.1).
            message.setHeader("Date", DATE.format(mail.createdAt()));
            // RFC 3834 §5.
            message.setHeader("Auto-Submitted", "auto-generated");
            String unsubscribeLink = mail.variables().get(UNSUBSCRIBE_LINK);
            if (unsubscribeLink != null) {
                // RFC 8058 §3.1.
                message.setHeader(
                        "List-Unsubscribe", "<" + URI.create(unsubscribeLink).toASCIIString() + ">");
                message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
            // Mail programs show the last alternative that they support (RFC 2046 §5.1.4).
            message.setContent(new MimeMultipart(
                    "alternative", part(templates.text(mail), "plain"), part(templates.html(mail), "html")));
            message.saveChanges();
            return message;
        } catch (MessagingException invalid) {
            throw new IllegalArgumentException("The mail cannot be composed.", invalid);
        }
    }

    /** Parses the recipient, because accounts of the Rust service may have addresses that would be rejected today. */
    private static InternetAddress recipient(Email to) throws AddressException {
        try {
            return new InternetAddress(Email.of(to.value()).value(), true);
        } catch (InvalidValue invalid) {
            throw new IllegalArgumentException(
                    "The address is invalid, or has other characters than ASCII (RFC 6531), which are not supported.",
                    invalid);
        }
    }

    /**
     * Sets the subject. Encodes text that looks like an encoded word, which the library does not, and mail programs would decode (RFC 2047
     * §5).
     */
    private static void setSubject(MimeMessage message, String subject) throws MessagingException {
        if (subject.contains("=?") && US_ASCII.newEncoder().canEncode(subject)) {
            String words = ENCODED_WORD
                    .matcher(subject)
                    .results()
                    .map(part -> "=?US-ASCII?B?"
                            + Base64.getEncoder().encodeToString(part.group().getBytes(US_ASCII)) + "?=")
                    .collect(Collectors.joining("\r\n "));
            message.setHeader("Subject", words);
        } else {
            message.setSubject(subject, UTF_8.name());
        }
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text.replace("\r\n", "\n").replace("\n", "\r\n"), UTF_8.name(), subtype);
        return part;
    }

    /** A message that keeps its id when saved. */
    private static final class WithMessageId extends MimeMessage {
        private final String id;

        WithMessageId(String id) {
            super(NO_SESSION);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
