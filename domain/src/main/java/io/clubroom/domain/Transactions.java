package io.clubroom.domain;

import java.util.function.Supplier;

/**
 * Draws the boundary of a unit of work: what the ports do inside it happens wholly or not at all.
 *
 * <p>A call inside another call joins it: if it fails, the whole is lost, even when its failure is caught, and the outermost
 * call throws.
 */
public interface Transactions {
    /** Runs the work and commits; whatever the work throws rolls it back and is thrown on. */
    <R> R call(Supplier<R> work);

    /** Runs the action once the current unit of work is committed, never if it is rolled back; outside of one, at once. */
    void afterCommit(Runnable action);
}
