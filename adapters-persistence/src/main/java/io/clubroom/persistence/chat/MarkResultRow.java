package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomReads.Marked;
import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of advancing a read marker.
 *
 * @param moved whether the marker has advanced; null if the room has no such message
 */
@Introspected
record MarkResultRow(long ordinal, @Nullable Boolean moved) {
    Marked toMarked() {
        if (moved == null) {
            return Marked.BEYOND_END;
        }
        return moved ? Marked.MOVED : Marked.UNCHANGED;
    }
}
