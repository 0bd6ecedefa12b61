package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.user.UserId;
import java.util.UUID;

/** The permanent id of a report. */
public record ReportId(UUID value) {
    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static ReportId of(String text) {
        return new ReportId(UserId.of(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
