package io.clubroom.bootstrap.architecture.planted.application;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.function.Supplier;

/** Violations: each method but the last one changes something without a check of the actor. */
public final class ForgetsTheActor {
    private final Transactions transactions;
    private final Users users;
    private final ChangesWithoutAnActor another;

    ForgetsTheActor(Transactions transactions, Users users, ChangesWithoutAnActor another) {
        this.transactions = transactions;
        this.users = users;
        this.another = another;
    }

    void outsideATransaction(Actor actor, User user) {
        if (actor.isAdmin()) {
            users.add(user);
        }
    }

    void inATransactionOfNobody(User user) {
        transactions.call(() -> change(user));
    }

    void asSomebodyElse(UserId id) {
        transactions.call(Actor.ANONYMOUS, () -> users.lock(id));
    }

    void asAnActorOfItsOwn(User user) {
        transactions.call(Actor.SignedIn.of(user), () -> change(user));
    }

    User besideTheTransaction(Actor actor, User user) {
        Supplier<User> removal = () -> remove(user);
        transactions.call(actor, () -> user);
        return removal.get();
    }

    void byAMethodReference(Optional<UserId> id) {
        id.ifPresent(users::lockExclusively);
    }

    void inAnotherClass(User user, PasswordHash hash) {
        another.act(user, hash);
    }

    User asItShouldBe(Actor actor, UserId id) {
        return transactions.call(
                () -> transactions.call(actor, () -> change(users.find(id).orElseThrow())));
    }

    private User change(User user) {
        users.update(user);
        return user;
    }

    private User remove(User user) {
        users.remove(user.id());
        return user;
    }
}
