package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomStandings;
import java.util.List;
import java.util.function.LongSupplier;

/** Lets an actor have read a room up to a message. */
public final class MarkRead {
    public sealed interface Result {
        /**
         * @param counts what the actor has read, and not, from then on
         * @param moved whether the actor has read more than before
         */
        record Marked(RoomReads.Counts counts, boolean moved) implements Result {}

        /** The room has no such message yet. */
        record BeyondEnd() implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final RoomStandings standings;
    private final RoomReads reads;

    public MarkRead(Transactions transactions, RoomStandings standings, RoomReads reads) {
        this.transactions = transactions;
        this.standings = standings;
        this.reads = reads;
    }

    /** @param asked parses the number of the last message that the actor has read. Called only if there is such a room for the actor. */
    public Result mark(Actor actor, RoomId room, LongSupplier asked) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reader, room))) {
            return new Result.NotFound();
        }
        long seq = asked.getAsLong();
        return transactions.call(actor, () -> mark(reader, room, seq));
    }

    private Result mark(Actor.SignedIn reader, RoomId room, long seq) {
        RoomReads.Marked marked = reads.read(reader.id(), room, seq);
        if (marked == RoomReads.Marked.BEYOND_END) {
            return new Result.BeyondEnd();
        }
        RoomReads.Counts counts = reads.counts(reader.id(), List.of(room)).get(room);
        return counts == null ? new Result.NotFound() : new Result.Marked(counts, marked == RoomReads.Marked.MOVED);
    }
}
