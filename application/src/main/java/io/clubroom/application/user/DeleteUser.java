package io.clubroom.application.user;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Removes a user for ever, asked by an administrator. What they wrote in the chat stays; their tokens end. */
public final class DeleteUser {
    /** What came of it. */
    public sealed interface Result {
        record Deleted() implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}

        record VersionMismatch() implements Result {}

        /** Nobody would be left to administer the system. */
        record LastAdmin() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Admins admins;
    private final TokenRevocations revocations;

    public DeleteUser(Transactions transactions, Users users, Admins admins, TokenRevocations revocations) {
        this.transactions = transactions;
        this.users = users;
        this.admins = admins;
        this.revocations = revocations;
    }

    /** @param ifVersion the versions of the user that may be removed */
    public Result delete(Actor actor, UserId id, LongPredicate ifVersion) {
        return actor.isAdmin() ? transactions.call(() -> remove(id, ifVersion)) : new Result.NotAllowed();
    }

    private Result remove(UserId id, LongPredicate ifVersion) {
        admins.lock();
        Optional<User> found = users.lock(id);
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
        users.remove(id);
        revocations.revokeBelow(id, Integer.MAX_VALUE);
        return new Result.Deleted();
    }
}
