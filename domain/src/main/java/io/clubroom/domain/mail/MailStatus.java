package io.clubroom.domain.mail;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Locale;

/** The delivery status of a mail. */
public enum MailStatus {
    /** Waits for its first or next attempt. */
    QUEUED,
    /** The mail server accepted it, or it was written to a file. */
    SENT,
    /** Will not be tried again unless an administrator requests it. */
    FAILED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a status as the API spells it. */
    public static MailStatus of(String text) {
        for (MailStatus status : values()) {
            if (status.text.equals(text)) {
                return status;
            }
        }
        throw new InvalidValue("status", "must be one of queued, sent, failed");
    }

    /** The status as the API and the database spell it. */
    public String text() {
        return text;
    }
}
