package io.clubroom.application.user;

import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Deletes a user permanently; only for administrators. In one transaction:
 *
 * <ul>
 *   <li>The user is gone from lists and statistics, and the username and the e-mail address are free.
 *   <li>Access tokens of any version are revoked, on every node within a second ({@link TokenRevocations#revokeBelow}).
 *   <li>Chat connections close when their tokens are revoked, which ends the user's presence in rooms.
 *   <li>Refresh tokens and sign-in codes are removed, so no session can be continued or opened ({@link Users#remove}).
 *   <li>Linked external accounts are unlinked: signing in with one again creates a new user ({@link Users#remove}).
 *   <li>Rooms of which the user is the only owner get another one, or are deleted ({@link HandOverRooms}).
 *   <li>Messages stay where they are, without an author ({@link Users#remove}); clients see "Deleted user", also in messages that nodes keep
 *       in memory ({@link RoomRelay#authorChanged}).
 * </ul>
 */
public final class DeleteUser {
    public sealed interface Result {
        record Deleted() implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}

        record VersionMismatch() implements Result {}

        /** The user is the only active administrator. */
        record LastAdmin() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Admins admins;
    private final TokenRevocations revocations;
    private final RoomMembers members;
    private final HandOverRooms handOverRooms;
    private final RoomRelay relay;

    public DeleteUser(
            Transactions transactions,
            Users users,
            Admins admins,
            TokenRevocations revocations,
            RoomMembers members,
            HandOverRooms handOverRooms,
            RoomRelay relay) {
        this.transactions = transactions;
        this.users = users;
        this.admins = admins;
        this.revocations = revocations;
        this.members = members;
        this.handOverRooms = handOverRooms;
        this.relay = relay;
    }

    /** @param ifVersion matches the versions of the user that may be deleted */
    public Result delete(Actor actor, UserId id, LongPredicate ifVersion) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        return transactions.call(() -> {
            admins.lock();
            members.lockOwnedBy(id);
            return transactions.call(actor, () -> remove(id, ifVersion));
        });
    }

    private Result remove(UserId id, LongPredicate ifVersion) {
        Optional<User> found = users.lockExclusively(id);
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        User user = found.get();
        if (!ifVersion.test(user.version())) {
            return new Result.VersionMismatch();
        }
        if (user.isActiveAdmin() && admins.count() <= 1) {
            return new Result.LastAdmin();
        }
        handOverRooms.handOver(id);
        // Also removes the refresh tokens, sign-in codes and linked accounts, and keeps the messages without an author.
        users.remove(id);
        revocations.revokeBelow(id, Integer.MAX_VALUE);
        transactions.afterCommit(() -> relay.authorChanged(id));
        return new Result.Deleted();
    }
}
