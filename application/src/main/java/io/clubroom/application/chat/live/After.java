package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomChange;

/** The position after which a replay begins: the last message or change that the client has received. */
public sealed interface After {
    /**
     * Replays the messages after this {@link Message#seq()}, and no other changes. For a client of protocol 2, it stands for the change
     * that posted this message.
     */
    record AfterSeq(long seq) implements After {}

    /** Replays all changes after this {@link RoomChange#change()}. Only for clients of protocol 2. */
    record AfterChange(long change) implements After {}
}
