package io.clubroom.domain;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import java.util.function.Supplier;

/**
 * Runs work in a transaction: either everything the ports do in it takes effect, or nothing.
 *
 * <p>A nested call joins the outer transaction. If it fails, the whole transaction rolls back and the outermost call throws, even
 * if the failure was caught in between.
 */
public interface Transactions {
    /** Runs the work and commits. If the work throws, rolls back and rethrows. */
    <R> R call(Supplier<R> work);

    /**
     * Like {@link #call(Supplier)}, for changes on behalf of an actor. First checks in the transaction that a signed-in actor is current,
     * and locks the actor against changes that end it ({@link io.clubroom.domain.user.Users#lockExclusively}) until the transaction
     * ends: either such a change commits first, and this call stores nothing, or it waits for this transaction.
     *
     * @throws ActorEnded if the actor is not {@linkplain Actor.SignedIn#requireCurrent current}
     */
    <R> R call(Actor actor, Supplier<R> work);

    /** Runs the action after the current transaction commits, not after a rollback; immediately outside a transaction. */
    void afterCommit(Runnable action);
}
