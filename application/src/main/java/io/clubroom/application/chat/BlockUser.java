package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.UserId;
import java.time.InstantSource;

/** Blocks a user: the two cannot write to each other in their direct room. The blocked user is not notified. */
public final class BlockUser {
    public sealed interface Result {
        /** The user is blocked, or does not exist. */
        record Blocked() implements Result {}

        record NotSignedIn() implements Result {}

        record Oneself() implements Result {}
    }

    private final Transactions transactions;
    private final UserBlocks blocks;
    private final RoomRelay relay;
    private final InstantSource clock;

    public BlockUser(Transactions transactions, UserBlocks blocks, RoomRelay relay, InstantSource clock) {
        this.transactions = transactions;
        this.blocks = blocks;
        this.relay = relay;
        this.clock = clock;
    }

    public Result block(Actor actor, UserId user) {
        if (!(actor instanceof Actor.SignedIn blocker)) {
            return new Result.NotSignedIn();
        }
        if (blocker.is(user)) {
            return new Result.Oneself();
        }
        return transactions.call(actor, () -> {
            blocks.add(blocker.id(), user, clock.instant());
            transactions.afterCommit(() -> relay.authorChanged(blocker.id()));
            return new Result.Blocked();
        });
    }
}
