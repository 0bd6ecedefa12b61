package io.clubroom.domain.mail;

import io.clubroom.domain.user.UserId;
import java.util.UUID;

/** The permanent id of a mail. */
public record MailId(UUID value) {
    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static MailId of(String text) {
        return new MailId(UserId.of(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
