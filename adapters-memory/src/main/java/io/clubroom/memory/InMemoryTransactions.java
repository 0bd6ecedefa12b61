package io.clubroom.memory;

import io.clubroom.domain.Transactions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Units of work that happen one after the other, and leave nothing behind when they fail.
 *
 * <p>An in-memory adapter does everything inside {@link #call} or {@link #run}, and says with {@link #onRollback} how each
 * change is undone. One lock stands for all the locks of a database.
 */
public final class InMemoryTransactions implements Transactions {
    private static final class Unit {
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final List<Runnable> afterCommit = new ArrayList<>();
        private @Nullable Throwable failure;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Unit current;

    @Override
    public <R> R call(Supplier<R> work) {
        Unit unit = mine();
        return unit == null ? begin(work) : join(unit, work);
    }

    /** As {@link #call}, for work without a result. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public void afterCommit(Runnable action) {
        Unit unit = mine();
        if (unit == null) {
            action.run();
        } else {
            unit.afterCommit.add(action);
        }
    }

    /** Runs the action if the current unit of work is rolled back, the last one first. */
    public void onRollback(Runnable undo) {
        required().undo.push(undo);
    }

    /** Throws unless the caller is in a unit of work: a lock taken outside of one would be lost at once. */
    public void require() {
        required();
    }

    private <R> R begin(Supplier<R> work) {
        Unit unit = new Unit();
        R result;
        lock.lock();
        try {
            current = unit;
            result = join(unit, work);
            refuseIfFailed(unit);
        } finally {
            if (unit.failure != null) {
                unit.undo.forEach(Runnable::run);
            }
            current = null;
            lock.unlock();
        }
        unit.afterCommit.forEach(Runnable::run);
        return result;
    }

    private static <R> R join(Unit unit, Supplier<R> work) {
        refuseIfFailed(unit);
        try {
            return work.get();
        } catch (Throwable failure) {
            unit.failure = failure;
            throw failure;
        }
    }

    private static void refuseIfFailed(Unit unit) {
        if (unit.failure != null) {
            throw new IllegalStateException("a part of this unit of work has failed", unit.failure);
        }
    }

    private Unit required() {
        Unit unit = mine();
        if (unit == null) {
            throw new IllegalStateException("not in a unit of work");
        }
        return unit;
    }

    private @Nullable Unit mine() {
        return lock.isHeldByCurrentThread() ? current : null;
    }
}
