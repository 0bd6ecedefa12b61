package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.UserId;

/** Ends the block of a user. */
public final class UnblockUser {
    public sealed interface Result {
        /** The user is not blocked, or does not exist. */
        record Unblocked() implements Result {}

        record NotSignedIn() implements Result {}

        record Oneself() implements Result {}
    }

    private final Transactions transactions;
    private final UserBlocks blocks;
    private final RoomRelay relay;

    public UnblockUser(Transactions transactions, UserBlocks blocks, RoomRelay relay) {
        this.transactions = transactions;
        this.blocks = blocks;
        this.relay = relay;
    }

    public Result unblock(Actor actor, UserId user) {
        if (!(actor instanceof Actor.SignedIn blocker)) {
            return new Result.NotSignedIn();
        }
        if (blocker.is(user)) {
            return new Result.Oneself();
        }
        return transactions.call(actor, () -> {
            blocks.remove(blocker.id(), user);
            transactions.afterCommit(() -> relay.authorChanged(blocker.id()));
            return new Result.Unblocked();
        });
    }
}
