package io.clubroom.domain;

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

    /** Runs the action after the current transaction commits, not after a rollback; immediately outside a transaction. */
    void afterCommit(Runnable action);
}
