package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomReads.Marked;
import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/**
 * What came of marking messages as read.
 *
 * @param moved null if the room has no such message
 */
@Introspected
record MarkedRow(long ordinal, @Nullable Boolean moved) {
    Marked toMarked() {
        if (moved == null) {
            return Marked.BEYOND_END;
        }
        return moved ? Marked.MOVED : Marked.UNCHANGED;
    }
}
