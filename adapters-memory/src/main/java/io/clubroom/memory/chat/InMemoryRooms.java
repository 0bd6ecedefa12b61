package io.clubroom.memory.chat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rooms in memory, with the messages that {@link InMemoryMessages} adds. */
public final class InMemoryRooms implements Rooms {
    /** Identifies a message that its sender gave an id. */
    record MessageKey(UserId sender, ClientMessageId id) {}

    /** @param messages in the order of {@link Message#seq()} */
    record Contents(Room room, List<StoredMessage> messages, Map<MessageKey, StoredMessage> byKey) {}

    private final InMemoryTransactions transactions;
    private final NavigableMap<RoomId, Contents> byId = new TreeMap<>(Comparator.comparing(RoomId::value));

    private final List<Consumer<RoomId>> removals = new ArrayList<>();

    public InMemoryRooms(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    /** Registers what runs when a room is removed, like a foreign key with {@code ON DELETE CASCADE}. */
    void onRemoval(Consumer<RoomId> removal) {
        removals.add(removal);
    }

    @Override
    public List<Room> list(@Nullable RoomId after, int limit) {
        return transactions.call(() -> (after == null ? byId : byId.tailMap(after, false))
                .values().stream().limit(limit).map(Contents::room).toList());
    }

    @Override
    public boolean add(Room room) {
        return transactions.call(() -> {
            if (byId.containsKey(room.id())) {
                return false;
            }
            transactions.onRollback(() -> byId.remove(room.id()));
            byId.put(room.id(), new Contents(room, new ArrayList<>(), new HashMap<>()));
            return true;
        });
    }

    @Override
    public boolean remove(RoomId id) {
        return transactions.call(() -> {
            Contents removed = byId.remove(id);
            if (removed == null) {
                return false;
            }
            transactions.onRollback(() -> byId.put(id, removed));
            removals.forEach(removal -> removal.accept(id));
            return true;
        });
    }

    @Override
    public Map<RoomId, Reached> reached(Collection<RoomId> ids) {
        return transactions.call(() -> {
            Map<RoomId, Reached> reached = new HashMap<>();
            for (RoomId id : ids) {
                Contents contents = byId.get(id);
                if (contents != null) {
                    reached.put(
                            id,
                            new Reached(
                                    contents.room().createdAt(),
                                    contents.messages().size()));
                }
            }
            return reached;
        });
    }

    /** Null if there is no such room; used only inside a transaction. */
    @Nullable
    Contents contents(RoomId room) {
        return byId.get(room);
    }

    InMemoryTransactions transactions() {
        return transactions;
    }
}
