package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Absences of users in PostgreSQL. */
@Singleton
public final class JdbcAbsences implements Absences {
    private final JdbcTransactions transactions;
    private final AbsenceRows rows;

    JdbcAbsences(JdbcTransactions transactions, AbsenceRows rows) {
        this.transactions = transactions;
        this.rows = rows;
    }

    @Override
    public boolean report(NodeId node, List<Change> changes, Instant now) {
        return transactions.call(() -> {
            boolean isKnown = rows.heartbeat(node.value(), now) == 1;
            if (!isKnown) {
                rows.addNode(node.value(), now);
            }
            if (!changes.isEmpty()) {
                rows.report(
                        node.value(),
                        column(changes, change -> change.user().toString()),
                        column(changes, change -> Boolean.toString(change.isConnected())),
                        column(changes, change -> Boolean.toString(change.hasArrived())),
                        now);
            }
            return isKnown;
        });
    }

    private static String[] column(List<Change> changes, Function<Change, String> value) {
        return changes.stream().map(value).toArray(String[]::new);
    }

    @Override
    public void leave(NodeId node, Instant now) {
        UUID id = node.value();
        HashedSecrets.removeInBatches(limit -> transactions.call(() -> rows.end(id, now, limit)));
        rows.deleteNode(id);
    }

    @Override
    public boolean expire(Instant heardBefore, int limit) {
        return transactions.call(() -> {
            Optional<NodeRow> silent = rows.lockSilentNode(heardBefore);
            silent.filter(node -> rows.end(node.nodeId(), node.heardAt(), limit) < limit)
                    .ifPresent(node -> rows.deleteNode(node.nodeId()));
            return silent.isPresent();
        });
    }

    @Override
    public Optional<Absence> find(UserId user) {
        return rows.findAbsent(user.value())
                .map(AbsenceRow::toAbsence)
                .or(() -> rows.isKnown(user.value()) ? Optional.empty() : Optional.of(new Absence(user, 0, null)));
    }

    @Override
    public boolean noteNews(int limit) {
        return rows.noteNews(limit) == limit;
    }

    @Override
    public Optional<Absence> lockNext(Instant notedBefore) {
        transactions.require();
        return rows.lockNext(notedBefore).map(AbsenceRow::toAbsence);
    }

    @Override
    public void examined(UserId user, @Nullable Instant since) {
        transactions.require();
        rows.note(user.value(), since);
    }
}
