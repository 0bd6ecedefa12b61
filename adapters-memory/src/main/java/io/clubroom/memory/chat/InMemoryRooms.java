package io.clubroom.memory.chat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rooms in memory, with the messages that {@link InMemoryMessages} adds. */
public final class InMemoryRooms implements Rooms, RoomStandings {
    /** Identifies a change that its sender gave an id. */
    record ChangeKey(UserId sender, ClientMessageId id) {}

    /**
     * @param messages in the order of {@link Message#seq()}
     * @param log the changes that are no messages, in their order
     * @param byKey the numbers of the changes
     * @param roles of the members; in public rooms those above {@link RoomRole#MEMBER}
     */
    record Contents(
            Room room,
            List<StoredMessage> messages,
            List<LoggedChange> log,
            Map<ChangeKey, Long> byKey,
            Map<UserId, RoomRole> roles,
            Map<UserId, Mute> mutes,
            Map<UserId, Mute> bans) {
        long lastChange() {
            return messages.size() + (long) log.size();
        }

        @Nullable
        StoredMessage find(MessageId id) {
            return messages.stream()
                    .filter(message -> message.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        /** How many of the logged changes have lower numbers. */
        int loggedBefore(long change) {
            int count = 0;
            while (count < log.size() && log.get(count).change() < change) {
                count++;
            }
            return count;
        }
    }

    private final InMemoryTransactions transactions;
    private final InstantSource clock;
    private final NavigableMap<RoomId, Contents> byId = new TreeMap<>(Comparator.comparing(RoomId::value));

    private final List<Consumer<RoomId>> removals = new ArrayList<>();
    private final List<BiConsumer<RoomId, UserId>> joins = new ArrayList<>();

    public InMemoryRooms(InMemoryTransactions transactions) {
        this(transactions, InstantSource.system());
    }

    /** @param clock decides whether mutes and bans are over */
    public InMemoryRooms(InMemoryTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Registers what runs when a room is removed, like a foreign key with {@code ON DELETE CASCADE}. */
    void onRemoval(Consumer<RoomId> removal) {
        removals.add(removal);
    }

    /** Registers what runs when a user becomes a member of a room. */
    void onJoin(BiConsumer<RoomId, UserId> join) {
        joins.add(join);
    }

    /** A user has become a member of a room; used only inside a transaction. */
    void joined(RoomId room, UserId user) {
        joins.forEach(join -> join.accept(room, user));
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
            byId.put(
                    room.id(),
                    new Contents(
                            room,
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new HashMap<>(),
                            new HashMap<>(),
                            new HashMap<>(),
                            new HashMap<>()));
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
                                    contents.messages().size(),
                                    contents.lastChange()));
                }
            }
            return reached;
        });
    }

    @Override
    public Map<Place, Long> changesAt(Collection<Place> places) {
        return transactions.call(() -> {
            Map<Place, Long> changes = new HashMap<>();
            for (Place place : places) {
                Contents contents = byId.get(place.room());
                long others = contents == null
                        ? 0
                        : contents.log().stream()
                                .filter(logged -> logged.seq() < place.seq())
                                .count();
                changes.put(place, place.seq() + others);
            }
            return changes;
        });
    }

    @Override
    public Map<Key, RoomStanding> of(List<Key> keys) {
        return transactions.call(() -> {
            Map<Key, RoomStanding> standings = new HashMap<>();
            for (Key key : keys) {
                Contents room = byId.get(key.room());
                if (room != null) {
                    standings.put(
                            key, standing(room, key.actor().id(), key.actor().role(), clock.instant()));
                }
            }
            return standings;
        });
    }

    /** Gives a user a role in a room, or takes it back; false if there is no such room. */
    public boolean setRole(RoomId id, UserId user, @Nullable RoomRole role) {
        return transactions.call(() -> {
            Contents room = byId.get(id);
            if (room != null && role != null) {
                room.roles().put(user, role);
            } else if (room != null) {
                room.roles().remove(user);
            }
            return room != null;
        });
    }

    RoomStanding standing(Contents room, UserId user, Role role, Instant now) {
        Mute mute = room.mutes().get(user);
        Mute ban = room.bans().get(user);
        return RoomStanding.of(
                room.room().kind(),
                role,
                room.roles().get(user),
                ban != null && !ban.isOver(now),
                mute == null || mute.isOver(now) ? null : mute,
                RoomStanding.Reach.REACHED);
    }

    /** Null if there is no such room; used only inside a transaction. */
    @Nullable
    Contents contents(RoomId room) {
        return byId.get(room);
    }

    /** Used only inside a transaction. */
    Contents existing(RoomId room) {
        return Objects.requireNonNull(byId.get(room));
    }

    /** Used only inside a transaction. */
    Collection<Contents> all() {
        return byId.values();
    }

    InMemoryTransactions transactions() {
        return transactions;
    }
}
