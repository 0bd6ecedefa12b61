package io.clubroom.chat.room;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the thread of the rooms is asked to do, or told. */
sealed interface Command {
    /** @param afterSeq null if nothing is replayed */
    record Enter(Seat seat, @Nullable Long afterSeq) implements Command {}

    record Leave(Seat seat, boolean isAsked) implements Command {}

    record Say(Seat seat, MessageText text, @Nullable ClientMessageId clientMessageId) implements Command {}

    record Type(Seat seat) implements Command {}

    /** What came of a batch. */
    record Stored(Backlog.Batch batch, List<Outcome> outcomes, long at) implements Command {}

    record NotStored(Backlog.Batch batch, Throwable failure) implements Command {}

    /** A replay went on for so long that not all of what was said meanwhile was kept. */
    record ReplayMore(Seat seat, long afterSeq) implements Command {}

    record Heard(NodeId node, RoomSignal signal) implements Command {}

    record Appeared() implements Command {}

    record Vanished(NodeId node) implements Command {}

    record Resumed() implements Command {}

    record Stop() implements Command {}
}
