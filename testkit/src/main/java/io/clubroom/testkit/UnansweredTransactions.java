package io.clubroom.testkit;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import java.time.Duration;
import java.util.function.Supplier;

/** Transactions that are committed, but whose commits get no answer: whether they are is unknown to the caller. */
public final class UnansweredTransactions implements Transactions {
    private final Transactions inner;

    public UnansweredTransactions(Transactions inner) {
        this.inner = inner;
    }

    @Override
    public <R> R call(Supplier<R> work) {
        inner.call(work);
        throw unanswered();
    }

    @Override
    public <R> R call(Actor actor, Supplier<R> work) {
        inner.call(actor, work);
        throw unanswered();
    }

    private static Unavailable unanswered() {
        return new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "no answer to the commit", null);
    }

    @Override
    public void afterCommit(Runnable action) {
        inner.afterCommit(action);
    }
}
