package io.clubroom.memory;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that run one at a time under a single lock and are undone when they fail.
 *
 * <p>In-memory adapters do all their work within {@link #call(Supplier)} or {@link #run}, and register an undo action for each change with
 * {@link #onRollback}.
 */
public final class InMemoryTransactions implements Transactions {
    private static final class Transaction {
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final List<Runnable> afterCommit = new ArrayList<>();
        private @Nullable Throwable failure;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Transaction current;

    /** The undo actions of commits since the savepoint, latest first; null without a savepoint. */
    private @Nullable Deque<Runnable> committed;

    private Function<UserId, Optional<User>> users = _ -> Optional.empty();
    private Function<SessionId, Optional<Session>> sessions = _ -> Optional.empty();

    @Override
    public <R> R call(Supplier<R> work) {
        Transaction transaction = mine();
        return transaction == null ? begin(work) : join(transaction, work);
    }

    @Override
    public <R> R call(Actor actor, Supplier<R> work) {
        return call(() -> {
            if (actor instanceof Actor.SignedIn signedIn) {
                signedIn.requireCurrent(standing(signedIn));
            }
            return work.get();
        });
    }

    /** Sets the lookup for the acting users of transactions. */
    public void checkActorsIn(Function<UserId, Optional<User>> users) {
        this.users = users;
    }

    /** Sets the lookup for the sessions of actors. */
    public void checkSessionsIn(Function<SessionId, Optional<Session>> sessions) {
        this.sessions = sessions;
    }

    private Actor.@Nullable Standing standing(Actor.SignedIn actor) {
        Optional<User> user = users.apply(actor.id());
        if (actor.session() == null) {
            return user.map(found -> Actor.Standing.of(found, null)).orElse(null);
        }
        Optional<Actor.SessionStanding> session = sessions.apply(actor.session())
                .filter(found -> found.user().equals(actor.id()))
                .map(found -> new Actor.SessionStanding(found.tokenVersion(), found.lowestTokenVersion()));
        return user.flatMap(found -> session.map(versions -> Actor.Standing.of(found, versions)))
                .orElse(null);
    }

    /** Like {@link #call(Supplier)}, for work without a result. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public void afterCommit(Runnable action) {
        Transaction transaction = mine();
        if (transaction == null) {
            action.run();
        } else {
            transaction.afterCommit.add(action);
        }
    }

    /** Registers an action that undoes a change; on rollback the actions run in reverse order. */
    public void onRollback(Runnable undo) {
        required().undo.push(undo);
    }

    /**
     * Returns an action that undoes, whenever it runs, all changes committed since the last time or this call; for tests that share a store.
     * Only the latest savepoint counts.
     */
    public Runnable savepoint() {
        Deque<Runnable> undo = new ArrayDeque<>();
        run(() -> committed = undo);
        return () -> run(() -> {
            undo.forEach(Runnable::run);
            undo.clear();
        });
    }

    /** Throws outside a transaction, where a lock would be released immediately. */
    public void require() {
        required();
    }

    private <R> R begin(Supplier<R> work) {
        Transaction transaction = new Transaction();
        R result;
        lock.lock();
        try {
            current = transaction;
            result = join(transaction, work);
            refuseIfFailed(transaction);
        } finally {
            if (transaction.failure != null) {
                transaction.undo.forEach(Runnable::run);
            } else if (committed != null) {
                transaction.undo.reversed().forEach(committed::push);
            }
            current = null;
            lock.unlock();
        }
        transaction.afterCommit.forEach(Runnable::run);
        return result;
    }

    private static <R> R join(Transaction transaction, Supplier<R> work) {
        refuseIfFailed(transaction);
        try {
            return work.get();
        } catch (Throwable failure) {
            transaction.failure = failure;
            throw failure;
        }
    }

    private static void refuseIfFailed(Transaction transaction) {
        if (transaction.failure != null) {
            throw new IllegalStateException("a nested call in this transaction has failed", transaction.failure);
        }
    }

    private Transaction required() {
        Transaction transaction = mine();
        if (transaction == null) {
            throw new IllegalStateException("not in a transaction");
        }
        return transaction;
    }

    private @Nullable Transaction mine() {
        return lock.isHeldByCurrentThread() ? current : null;
    }
}
