package io.clubroom.domain.chat.search;

import io.clubroom.domain.chat.MessageId;
import java.time.Instant;
import java.util.Comparator;

/**
 * The place of a message in the order of all messages: by creation time and, for equal times, by the bytes of the id.
 *
 * @param createdAt in microseconds
 */
public record Place(Instant createdAt, MessageId id) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::createdAt)
            .thenComparing(place -> place.id.value().getMostSignificantBits(), Long::compareUnsigned)
            .thenComparing(place -> place.id.value().getLeastSignificantBits(), Long::compareUnsigned);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
