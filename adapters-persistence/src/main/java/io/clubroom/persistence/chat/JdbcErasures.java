package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import io.clubroom.persistence.chat.ChangeStatements.Numbers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Erases deleted users from rooms in PostgreSQL. A trigger lists the rooms when a user is deleted. */
@Singleton
public final class JdbcErasures implements Erasures {
    private final JdbcTransactions transactions;
    private final ErasureRows rows;
    private final ChangeStatements statements;

    JdbcErasures(JdbcTransactions transactions, ErasureRows rows, ChangeStatements statements) {
        this.transactions = transactions;
        this.rows = rows;
        this.statements = statements;
    }

    @Override
    public List<RoomChange.UserErased> tell(int limit) {
        return rows.findUnannounced(limit).stream()
                .flatMap(row -> transactions.call(() -> announce(row)).stream())
                .toList();
    }

    private Optional<RoomChange.UserErased> announce(ErasureRow row) {
        RoomId room = new RoomId(row.roomId());
        Numbers before = statements.lockRooms(List.of(room)).get(room);
        if (before == null || rows.markAnnounced(row.userId(), row.roomId()) == 0) {
            return Optional.empty();
        }
        Numbers after = new Numbers(before.lastSeq(), before.others() + 1);
        long change = after.lastSeq() + after.others();
        rows.insertChange(row.roomId(), change, after.lastSeq(), row.userId());
        statements.updateRooms(Map.of(room, after));
        return Optional.of(new RoomChange.UserErased(change, room, new UserId(row.userId())));
    }

    @Override
    public boolean clean(int limit) {
        return transactions.call(() -> {
            Optional<ErasureRow> next = statements.lockErasure();
            next.ifPresent(row -> clean(row, limit));
            return next.isPresent();
        });
    }

    private void clean(ErasureRow row, int limit) {
        // The author is removed last, because earlier texts are found by the author.
        boolean isLeft = Stream.<Step>of(
                        rows::deleteVersions, rows::deleteReactions, rows::deleteMentions, rows::removeAuthor)
                .anyMatch(step -> step.delete(row.userId(), row.roomId(), limit) == limit);
        if (!isLeft) {
            rows.delete(row.userId(), row.roomId());
        }
    }

    /** Deletes up to {@code limit} rows of a user in a room, and returns the number deleted. */
    @FunctionalInterface
    private interface Step {
        int delete(UUID user, String room, int limit);
    }
}
