package io.clubroom.memory.chat;

import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomStanding.Reach;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks in memory. They determine whom messages in direct rooms of {@link InMemoryRooms} reach. */
public final class InMemoryUserBlocks implements UserBlocks {
    private record Key(UserId blocker, UserId blocked) {
        boolean has(UserId user) {
            return blocker.equals(user) || blocked.equals(user);
        }
    }

    private record Stored(Key key, Instant since) {}

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::since)
            .thenComparing(position -> position.blocked().toString())
            .reversed();

    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final UndoableMap<Key, Stored> blocks;

    public InMemoryUserBlocks(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.users = users;
        this.blocks = new UndoableMap<>(transactions);
        users.onRemoval(user -> blocks.removeIf((key, _) -> key.has(user)));
        rooms.reachBy(this::reach);
        rooms.blockedBy((user, blocker) -> exists(blocker, user));
    }

    @Override
    public void add(UserId blocker, UserId blocked, Instant now) {
        transactions.run(() -> {
            Key key = new Key(blocker, blocked);
            if (users.find(blocker).isPresent() && users.find(blocked).isPresent() && blocks.get(key) == null) {
                blocks.set(key, new Stored(key, now));
            }
        });
    }

    @Override
    public void remove(UserId blocker, UserId blocked) {
        blocks.set(new Key(blocker, blocked), null);
    }

    @Override
    public boolean exists(UserId blocker, UserId blocked) {
        return blocks.get(new Key(blocker, blocked)) != null;
    }

    @Override
    public List<Block> list(UserId blocker, @Nullable Position after, int limit) {
        return transactions.call(() -> blocks.values()
                .filter(block -> block.key().blocker().equals(blocker))
                .map(block -> new Block(
                        Participant.of(users.find(block.key().blocked()).orElseThrow()), block.since()))
                .sorted(Comparator.comparing(Block::position, ORDER))
                .filter(block -> after == null || ORDER.compare(block.position(), after) > 0)
                .limit(limit)
                .toList());
    }

    private Reach reach(InMemoryRooms.Contents room, UserId user) {
        DirectUsers people = room.direct();
        List<UserId> others = people == null ? List.of() : people.others(user);
        if (others.size() == 1) {
            if (exists(user, others.getFirst())) {
                return Reach.BLOCKED_BY_USER;
            }
            if (exists(others.getFirst(), user)) {
                return Reach.NOT_REACHABLE;
            }
        }
        return others.stream()
                        .anyMatch(
                                other -> users.find(other).filter(User::active).isPresent())
                ? Reach.REACHED
                : Reach.NOT_REACHABLE;
    }
}
