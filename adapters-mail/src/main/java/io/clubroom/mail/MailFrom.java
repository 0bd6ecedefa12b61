package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sender of all mails.
 *
 * @param name the display name; null if there is none
 */
public record MailFrom(@Nullable String name, String address) {
    private static final String VARIABLE = "MAIL_FROM";
    private static final int MAX_LENGTH = 320;
    private static final String ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";

    /** Unlike addresses of users, the host may have a single label. */
    private static final Pattern ADDRESS =
            Pattern.compile(ATEXT + "(?:\\." + ATEXT + ")*@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*");

    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    /**
     * Parses a mailbox such as {@code Clubroom <no-reply@club.example>} (RFC 5322 §3.4); the name may have any characters.
     *
     * @throws InvalidMailSetting if it is not a mailbox
     */
    public static MailFrom parse(String text) {
        if (text.length() <= MAX_LENGTH && !CONTROL.matcher(text).find()) {
            try {
                InternetAddress[] mailboxes = InternetAddress.parse(text, true);
                if (mailboxes.length == 1
                        && ADDRESS.matcher(mailboxes[0].getAddress()).matches()) {
                    String name = mailboxes[0].getPersonal();
                    // The name may have been an encoded word (RFC 2047).
                    if (name == null || !CONTROL.matcher(name).find()) {
                        return new MailFrom(name, mailboxes[0].getAddress());
                    }
                }
            } catch (AddressException invalid) {
                // Rejected below.
            }
        }
        throw new InvalidMailSetting(
                VARIABLE, "must be one mailbox such as \"Clubroom <no-reply@club.example>\", with an ASCII address");
    }

    /** {@code Clubroom <no-reply@host>}, without a dot at the end; at localhost if the host is an IP address. */
    public static MailFrom noReplyAt(String host) {
        String domain = IP_ADDRESS.matcher(host).matches() ? "localhost" : host.replaceFirst("\\.$", "");
        return parse("Clubroom <no-reply@" + domain + ">");
    }

    /** The part after the {@code @}. */
    public String host() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    InternetAddress mailbox() {
        try {
            return new InternetAddress(address, name, UTF_8.name());
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
