package io.clubroom.web.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates of headers (RFC 9110 §5.6.7). */
public final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static volatile Formatted latest = new Formatted(0, "");

    private HttpDate() {}

    private record Formatted(long second, String text) {}

    public static String of(Instant time) {
        return FORMAT.format(time);
    }

    /** The date of a response, formatted once a second. */
    static String now() {
        long second = System.currentTimeMillis() / 1_000;
        Formatted known = latest;
        if (known.second != second) {
            known = new Formatted(second, FORMAT.format(Instant.ofEpochSecond(second)));
            latest = known;
        }
        return known.text;
    }
}
