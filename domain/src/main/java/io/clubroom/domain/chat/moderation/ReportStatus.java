package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Locale;

/** Whether a report has been resolved. */
public enum ReportStatus {
    OPEN,
    RESOLVED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a status as the API spells it. */
    public static ReportStatus of(String text) {
        for (ReportStatus status : values()) {
            if (status.text.equals(text)) {
                return status;
            }
        }
        throw new InvalidValue("status", "must be one of open, resolved");
    }

    /** The status as the API spells it. */
    public String text() {
        return text;
    }
}
