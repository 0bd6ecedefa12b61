package io.clubroom.web.http;

import io.clubroom.domain.validation.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses times in the format of RFC 3339 §5.6. */
public final class Rfc3339 {
    /** Fraction digits beyond the precision of the database are ignored. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?)\\d*(Z|[+-]\\d{2}:\\d{2})",
            Pattern.CASE_INSENSITIVE);

    private Rfc3339() {}

    /**
     * Parses a time, with a precision of microseconds.
     *
     * @param field the name of the field in the request
     */
    public static Instant parse(String field, String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            try {
                return OffsetDateTime.parse(time.group(1) + time.group(2))
                        .toInstant()
                        .truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeException impossible) {
                // Rejected below.
            }
        }
        throw new InvalidValue(field, "must be a time as RFC 3339 has it, such as 2026-11-22T18:55:02Z");
    }
}
