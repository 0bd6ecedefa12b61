package io.clubroom.application.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in mails. */
final class MailTimes {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private MailTimes() {}

    /** For example {@code 28 November 2026, 18:30 UTC}. */
    static String text(Instant time) {
        return FORMAT.format(time);
    }
}
