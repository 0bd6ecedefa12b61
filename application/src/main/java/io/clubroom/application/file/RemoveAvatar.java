package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Removes the picture of a user: the actor's own, or for administrators anybody's. It disappears from the chat at once. */
public final class RemoveAvatar {
    public sealed interface Result {
        /** The user has no picture now. */
        record Removed() implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Avatars avatars;
    private final RoomRelay relay;
    private final InstantSource clock;

    public RemoveAvatar(Transactions transactions, Users users, Avatars avatars, RoomRelay relay, InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.avatars = avatars;
        this.relay = relay;
        this.clock = clock;
    }

    public Result remove(Actor.SignedIn actor, UserId id) {
        return actor.mayChange(id) ? transactions.call(actor, () -> change(id)) : new Result.NotAllowed();
    }

    private Result change(UserId id) {
        Optional<User> found = users.lock(id);
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        if (found.get().avatar() != null) {
            users.update(found.get().withAvatar(null, clock.instant()));
            avatars.set(id, Map.of());
            transactions.afterCommit(() -> relay.authorChanged(id));
        }
        return new Result.Removed();
    }
}
