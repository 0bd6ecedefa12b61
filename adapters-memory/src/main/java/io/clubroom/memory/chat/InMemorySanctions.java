package io.clubroom.memory.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mutes and bans in {@link InMemoryRooms}. Needs no locks, because transactions run one at a time. */
public final class InMemorySanctions implements Sanctions {
    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;

    public InMemorySanctions(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        users.onRemoval(this::endAll);
        users.onPromotion(this::endAll);
    }

    private void endAll(UserId user) {
        rooms.after(null).forEach(room -> {
            put(room.mutes(), user, null);
            put(room.bans(), user, null);
        });
    }

    @Override
    public void lock(RoomId room) {
        transactions.require();
    }

    @Override
    public void set(Sanction sanction) {
        transactions.require();
        InMemoryRooms.Contents room = rooms.contents(sanction.room());
        if (room == null) {
            throw new IllegalStateException("there is no room " + sanction.room());
        }
        put(of(room, sanction.kind()), sanction.user(), sanction);
    }

    @Override
    public Optional<Lifted> lift(RoomId id, UserId user, Sanction.Kind kind, Instant now) {
        transactions.require();
        InMemoryRooms.Contents room = rooms.contents(id);
        Sanction present = room == null ? null : of(room, kind).get(user);
        if (room == null || present == null || present.isOver(now)) {
            return Optional.empty();
        }
        put(of(room, kind), user, null);
        return Optional.of(new Lifted(present.until(), present.reason()));
    }

    private static Map<UserId, Sanction> of(InMemoryRooms.Contents room, Sanction.Kind kind) {
        return switch (kind) {
            case MUTE -> room.mutes();
            case BAN -> room.bans();
        };
    }

    private void put(Map<UserId, Sanction> sanctions, UserId user, @Nullable Sanction sanction) {
        Sanction before = sanctions.get(user);
        transactions.onRollback(() -> store(sanctions, user, before));
        store(sanctions, user, sanction);
    }

    private static void store(Map<UserId, Sanction> sanctions, UserId user, @Nullable Sanction sanction) {
        if (sanction == null) {
            sanctions.remove(user);
        } else {
            sanctions.put(user, sanction);
        }
    }
}
