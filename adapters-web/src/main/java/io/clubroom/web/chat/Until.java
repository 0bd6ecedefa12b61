package io.clubroom.web.chat;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.Rfc3339;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Parses the time when a mute or ban expires. */
final class Until {
    private static final String FIELD = "until";

    private Until() {}

    /** Returns the time in the field; null if the field is absent or null, which means no expiry, or invalid. */
    static @Nullable Instant of(JsonFields fields, Instant now) {
        return fields.optional(FIELD, text -> {
            Instant until = Rfc3339.parse(FIELD, text);
            if (!until.isAfter(now)) {
                throw new InvalidValue(FIELD, "must be in the future");
            }
            return until;
        });
    }
}
