package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomStandings;
import java.util.function.Supplier;

/** Sets what an actor wants to be notified of in a room. */
public final class SetNotify {
    public sealed interface Result {
        record Set(NotifyLevel level) implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final RoomStandings standings;
    private final RoomReads reads;

    public SetNotify(Transactions transactions, RoomStandings standings, RoomReads reads) {
        this.transactions = transactions;
        this.standings = standings;
        this.reads = reads;
    }

    /** @param request parses the request; called only if the actor may read the room. */
    public Result set(Actor actor, RoomId room, Supplier<NotifyLevel> request) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reader, room))) {
            return new Result.NotFound();
        }
        NotifyLevel level = request.get();
        return transactions.call(actor, () -> {
            reads.setNotify(reader.id(), room, level);
            return new Result.Set(level);
        });
    }
}
