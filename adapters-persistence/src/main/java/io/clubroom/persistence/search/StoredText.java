package io.clubroom.persistence.search;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.search.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a message that a search needs.
 *
 * @param createdAt the creation time, in microseconds since the epoch
 * @param isPrivate whether the room is private or direct
 */
record StoredText(
        UUID id, String room, long seq, @Nullable UUID author, String content, long createdAt, boolean isPrivate) {
    Place place() {
        return new Place(time(createdAt), new MessageId(id));
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Converts to microseconds since the epoch, rounding up. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.plusNanos(999));
    }
}
