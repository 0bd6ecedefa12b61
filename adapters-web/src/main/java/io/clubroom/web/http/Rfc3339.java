package io.clubroom.web.http;

import io.clubroom.domain.validation.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses times in the format of RFC 3339 §5.6. */
public final class Rfc3339 {
    private static final String LEAP_SECOND = "60";

    /** Fraction digits beyond the precision of the database are ignored. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:)(\\d{2})(?:(\\.\\d{1,6})\\d*)?(?:Z|([+-])([01]\\d|2[0-3]):([0-5]\\d))",
            Pattern.CASE_INSENSITIVE);

    private Rfc3339() {}

    /**
     * Parses a time, with a precision of microseconds. A leap second is the first second of the next day.
     *
     * @param field the name of the field in the request
     */
    public static Instant parse(String field, String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            try {
                boolean isLeap = time.group(2).equals(LEAP_SECOND);
                String fraction = Optional.ofNullable(time.group(3)).orElse("");
                LocalDateTime utc = LocalDateTime.parse(time.group(1) + (isLeap ? "59" : time.group(2)) + fraction)
                        .minusMinutes(offset(time));
                // Leap seconds are added at the end of a day in UTC only.
                if (!isLeap || utc.toLocalTime().truncatedTo(ChronoUnit.SECONDS).equals(LocalTime.of(23, 59, 59))) {
                    return utc.plusSeconds(isLeap ? 1 : 0).toInstant(ZoneOffset.UTC);
                }
            } catch (DateTimeException impossible) {
                // Rejected below.
            }
        }
        throw new InvalidValue(field, "must be a time as RFC 3339 has it, such as 2026-11-22T18:55:02Z");
    }

    /** Returns the offset from UTC in minutes. It may exceed the 18 hours to which {@link ZoneOffset} is limited. */
    private static int offset(Matcher time) {
        if (time.group(4) == null) {
            return 0;
        }
        int minutes = Integer.parseInt(time.group(5)) * 60 + Integer.parseInt(time.group(6));
        return time.group(4).equals("-") ? -minutes : minutes;
    }
}
