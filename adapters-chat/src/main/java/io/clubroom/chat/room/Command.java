package io.clubroom.chat.room;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input of the chat thread. */
sealed interface Command {
    /** @param afterSeq the last message that the client has seen, null to replay none */
    record Enter(Seat seat, @Nullable Long afterSeq) implements Command {}

    record Leave(Seat seat, boolean isAsked) implements Command {}

    record Say(Seat seat, MessageText text, @Nullable ClientMessageId clientMessageId) implements Command {}

    record Type(Seat seat) implements Command {}

    /** @param at the {@code System.nanoTime()} of the commit */
    record Stored(Backlog.Batch batch, List<Outcome> outcomes, long at) implements Command {}

    record NotStored(Backlog.Batch batch, Throwable failure) implements Command {}

    /** More live messages arrived during a replay than could be kept: replay those after {@code afterSeq} too. */
    record ReplayMore(Seat seat, long afterSeq) implements Command {}

    record Heard(NodeId node, RoomSignal signal) implements Command {}

    record Appeared() implements Command {}

    record Vanished(NodeId node) implements Command {}

    record Resumed() implements Command {}

    record Stop() implements Command {}
}
