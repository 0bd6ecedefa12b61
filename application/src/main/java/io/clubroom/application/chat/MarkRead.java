package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.RoomStandings;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Marks a room as read up to a message. Read receipts are sent as soon as it is stored. */
public final class MarkRead {
    public sealed interface Result {
        /** @param counts the actor's new read marker and unread counts */
        record Marked(RoomReads.Counts counts) implements Result {}

        /** The room has no such message yet. */
        record BeyondEnd() implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    /** @param signal the signal to send after the commit, null if none */
    private record Marking(Result result, RoomSignal.@Nullable Read signal) {}

    private final Transactions transactions;
    private final RoomStandings standings;
    private final RoomReads reads;
    private final RoomRelay relay;

    public MarkRead(Transactions transactions, RoomStandings standings, RoomReads reads, RoomRelay relay) {
        this.transactions = transactions;
        this.standings = standings;
        this.reads = reads;
        this.relay = relay;
    }

    /** @param request parses the number of the last message that the actor has read; called only if the actor may read the room. */
    public Result mark(Actor actor, RoomId room, LongSupplier request) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reader, room))) {
            return new Result.NotFound();
        }
        long seq = request.getAsLong();
        Marking marking = transactions.call(actor, () -> mark(reader, room, seq));
        if (marking.signal() != null) {
            relay.read(marking.signal());
        }
        return marking.result();
    }

    private Marking mark(Actor.SignedIn reader, RoomId room, long seq) {
        RoomReads.Marked marked = reads.read(reader.id(), room, seq);
        if (marked == RoomReads.Marked.BEYOND_END) {
            return new Marking(new Result.BeyondEnd(), null);
        }
        RoomReads.Counts counts = reads.counts(reader.id(), List.of(room)).get(room);
        if (counts == null) {
            return new Marking(new Result.NotFound(), null);
        }
        // Even if it has not moved: an earlier request may have stored it and failed before it was announced.
        boolean mayBeUnannounced = counts.seq() == seq && seq > 0;
        return new Marking(
                new Result.Marked(counts),
                mayBeUnannounced ? new RoomSignal.Read(room, reader.id(), seq, audience(reader, room)) : null);
    }

    private ReadAudience audience(Actor.SignedIn user, RoomId room) {
        RoomReads.Reader reader = new RoomReads.Reader(room, user.id());
        return reads.audiences(List.of(reader)).getOrDefault(reader, ReadAudience.ONESELF);
    }
}
