package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomChange;

/** Where a replay begins: behind what the client has seen last. */
public sealed interface After {
    /**
     * The messages, and no other changes, after this {@link Message#seq()}. A client of protocol 2 gets all changes after the one that is
     * this message.
     */
    record AfterSeq(long seq) implements After {}

    /** All changes after this {@link RoomChange#change()}: for clients of protocol 2. */
    record AfterChange(long change) implements After {}
}
