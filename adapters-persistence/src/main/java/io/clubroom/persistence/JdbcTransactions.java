package io.clubroom.persistence;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Role;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Database transactions with isolation level {@code READ COMMITTED}. If there is no answer to the commit,
 * {@link io.clubroom.domain.Unavailable} is thrown, and the transaction may or may not have been committed.
 */
@Singleton
public final class JdbcTransactions implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTransactions.class);

    private final ScopedValue<List<Runnable>> afterCommit = ScopedValue.newInstance();
    private final TransactionOperations<Connection> transactions;
    private final DatabaseGate gate;
    private final ActorRows actors;

    JdbcTransactions(TransactionOperations<Connection> transactions, DatabaseGate gate, ActorRows actors) {
        this.transactions = transactions;
        this.gate = gate;
        this.actors = actors;
    }

    @Override
    public <R> R call(Supplier<R> work) {
        if (afterCommit.isBound()) {
            // Joins the outer transaction, which is rolled back if this part fails, even if the failure is caught.
            return transactions.executeWrite(status -> work.get());
        }
        List<Runnable> actions = new ArrayList<>();
        R result = gate.pass(() -> transactions.executeWrite(
                status -> ScopedValue.where(afterCommit, actions).call(work::get)));
        actions.forEach(JdbcTransactions::run);
        return result;
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

    private Actor.@Nullable Standing standing(Actor.SignedIn actor) {
        UUID id = actor.id().value();
        SessionId session = actor.session();
        return (session == null ? actors.lock(id) : actors.lock(id, session.value()))
                .map(row -> new Actor.Standing(
                        row.active(),
                        Role.of(row.role()),
                        row.tokenVersion(),
                        row.sessionVersion() == null || row.lowestVersion() == null
                                ? null
                                : new Actor.SessionStanding(row.sessionVersion(), row.lowestVersion())))
                .orElse(null);
    }

    @Override
    public void afterCommit(Runnable action) {
        if (afterCommit.isBound()) {
            afterCommit.get().add(action);
        } else {
            action.run();
        }
    }

    /** Throws unless the caller is in a transaction. A lock taken outside of one would be released immediately. */
    public void require() {
        if (!afterCommit.isBound()) {
            throw new IllegalStateException("not in a transaction");
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            // The transaction is committed, and its caller must get the result.
            LOG.error("An action after a commit failed", failure);
        }
    }
}
