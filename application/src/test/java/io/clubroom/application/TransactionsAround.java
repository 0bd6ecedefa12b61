package io.clubroom.application;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** A decorator that lets something happen between the checks of a use case and its transaction, as another request might. */
public final class TransactionsAround implements Transactions {
    private final Transactions inner;
    private final Deque<Runnable> before = new ArrayDeque<>();
    private boolean open;

    TransactionsAround(Transactions inner) {
        this.inner = inner;
    }

    /** Runs the action before the next transaction begins; actions set earlier come before the transactions until then. */
    public void beforeNext(Runnable action) {
        before.add(action);
    }

    @Override
    public <R> R call(Supplier<R> work) {
        return around(() -> inner.call(work));
    }

    @Override
    public <R> R call(Actor actor, Supplier<R> work) {
        return around(() -> inner.call(actor, work));
    }

    private <R> R around(Supplier<R> transaction) {
        if (open || before.isEmpty()) {
            return transaction.get();
        }
        before.remove().run();
        open = true;
        try {
            return transaction.get();
        } finally {
            open = false;
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        inner.afterCommit(action);
    }
}
