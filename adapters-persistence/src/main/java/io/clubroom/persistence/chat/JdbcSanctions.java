package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Mutes and bans in PostgreSQL, where the function {@code chat_standings} reads them. */
@Singleton
public final class JdbcSanctions implements Sanctions {
    private final SanctionRows rows;
    private final JdbcTransactions transactions;

    JdbcSanctions(SanctionRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void lock(RoomId room) {
        transactions.require();
        rows.lockRoom(room.value());
    }

    @Override
    public void set(Sanction sanction) {
        transactions.require();
        rows.mark(sanction.room().value());
        rows.set(
                sanction.room().value(),
                sanction.user().value(),
                kind(sanction.kind()),
                sanction.until(),
                sanction.reason().value(),
                sanction.setBy().value(),
                sanction.createdAt());
    }

    @Override
    public Optional<Lifted> lift(RoomId room, UserId user, Sanction.Kind kind, Instant now) {
        transactions.require();
        return rows.lift(room.value(), user.value(), kind(kind), now);
    }

    private static String kind(Sanction.Kind kind) {
        return switch (kind) {
            case MUTE -> "mute";
            case BAN -> "ban";
        };
    }
}
