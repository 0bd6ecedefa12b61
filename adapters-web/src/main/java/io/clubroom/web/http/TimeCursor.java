package io.clubroom.web.http;

import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** The cursor of a list that starts with the newest: the position after an item. */
public record TimeCursor(Instant createdAt, UUID id) {
    private static final char SEPARATOR = '\n';

    /** Nothing was created outside this range, and PostgreSQL cannot represent all times outside it. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    public String encode() {
        String text = createdAt.toString() + SEPARATOR + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a cursor. Throws {@link InvalidValue} unless {@link #encode} created it. */
    public static TimeCursor decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int separator = text.indexOf(SEPARATOR);
            Instant createdAt = Instant.parse(text.substring(0, Math.max(0, separator)));
            if (!createdAt.isBefore(EARLIEST) && !createdAt.isAfter(LATEST)) {
                return new TimeCursor(
                        createdAt, UserId.of(text.substring(separator + 1)).value());
            }
        } catch (IllegalArgumentException | DateTimeException | InvalidValue foreign) {
            // Rejected below.
        }
        throw new InvalidValue(PageLinks.CURSOR, "must be a cursor from the same list");
    }
}
