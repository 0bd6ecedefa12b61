package io.clubroom.memory.chat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.RemovedRooms;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.moderation.Sanction;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rooms in memory, with the messages that {@link InMemoryMessages} stores in them. */
public final class InMemoryRooms implements Rooms, RemovedRooms, DirectRooms, RoomStandings {
    /** Identifies a change by its sender and {@code client_message_id}. */
    record ChangeKey(UserId sender, ClientMessageId id) {}

    /**
     * @param messages the messages, in the order of {@link Message#seq()}
     * @param log the changes that are not new messages, in order
     * @param byKey the numbers of changes by their keys
     * @param direct the users of a direct room
     * @param members the members; in public rooms only those with roles above {@link RoomRole#MEMBER}
     */
    record Contents(
            Room room,
            @Nullable DirectUsers direct,
            List<StoredMessage> messages,
            List<LoggedChange> log,
            Map<ChangeKey, Long> byKey,
            Map<UserId, Membership> members,
            Map<UserId, Sanction> mutes,
            Map<UserId, Sanction> bans) {
        static Contents of(Room room, @Nullable DirectUsers direct) {
            return new Contents(
                    room,
                    direct,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>(),
                    new HashMap<>());
        }

        Contents with(Room renamed) {
            return new Contents(renamed, direct, messages, log, byKey, members, mutes, bans);
        }

        boolean isBanned(UserId user, Instant now) {
            Sanction ban = bans.get(user);
            return ban != null && !ban.isOver(now);
        }

        boolean isModeratedBy(UserId user) {
            Membership membership = members.get(user);
            return membership != null && !membership.role().isBelow(RoomRole.MODERATOR);
        }

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

        /** Counts the logged changes with lower numbers. */
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
    private BiFunction<Contents, UserId, RoomStanding.Reach> reach = (_, _) -> RoomStanding.Reach.REACHED;
    private BiPredicate<UserId, UserId> isBlockedBy = (_, _) -> false;

    public InMemoryRooms(InMemoryTransactions transactions) {
        this(transactions, InstantSource.system());
    }

    /** @param clock used to test whether mutes and bans have expired */
    public InMemoryRooms(InMemoryTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Registers a callback for the removal of a room, like a foreign key with {@code ON DELETE CASCADE}. */
    void onRemoval(Consumer<RoomId> removal) {
        removals.add(removal);
    }

    /** Registers a callback for new members of a room. */
    void onJoin(BiConsumer<RoomId, UserId> join) {
        joins.add(join);
    }

    /** Called within a transaction when a user has become a member of a room. */
    void joined(RoomId room, UserId user) {
        joins.forEach(join -> join.accept(room, user));
    }

    /** Sets the function that determines whom messages of a member of a direct room reach. */
    void reachBy(BiFunction<Contents, UserId, RoomStanding.Reach> newReach) {
        reach = newReach;
    }

    /** Sets the predicate that tests whether the first user is blocked by the second. */
    void blockedBy(BiPredicate<UserId, UserId> newIsBlockedBy) {
        isBlockedBy = newIsBlockedBy;
    }

    boolean isBlockedBy(UserId blocked, UserId blocker) {
        return isBlockedBy.test(blocked, blocker);
    }

    @Override
    public boolean add(Room room) {
        return add(room, null);
    }

    @Override
    public boolean add(Room room, @Nullable DirectUsers users) {
        return transactions.call(() -> {
            if (byId.containsKey(room.id()) || (users != null && find(users).isPresent())) {
                return false;
            }
            transactions.onRollback(() -> byId.remove(room.id()));
            byId.put(room.id(), Contents.of(room, users));
            return true;
        });
    }

    @Override
    public Optional<RoomId> find(DirectUsers users) {
        return transactions.call(() -> byId.values().stream()
                .filter(contents -> users.equals(contents.direct()))
                .map(contents -> contents.room().id())
                .findFirst());
    }

    @Override
    public boolean rename(RoomId id, RoomName name) {
        return transactions.call(() -> {
            Contents contents = byId.get(id);
            if (contents == null) {
                return false;
            }
            Room room = contents.room();
            transactions.onRollback(() -> byId.put(id, contents));
            byId.put(id, contents.with(new Room(id, name, room.kind(), room.createdAt())));
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

    /** Does nothing, because rooms are removed with all their contents. */
    @Override
    public boolean clear(RoomId id, int limit) {
        return false;
    }

    @Override
    public boolean clearNext(int limit) {
        return false;
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

    RoomStanding standing(Contents room, UserId user, Role role, Instant now) {
        Sanction mute = room.mutes().get(user);
        Membership membership = room.members().get(user);
        return RoomStanding.of(
                room.room().kind(),
                role,
                membership == null ? null : membership.role(),
                room.isBanned(user, now),
                mute == null || mute.isOver(now) ? null : new Mute(mute.until()),
                room.room().kind() == RoomKind.DIRECT && membership != null
                        ? reach.apply(room, user)
                        : RoomStanding.Reach.REACHED);
    }

    /**
     * Returns the rooms with higher ids. Must be called within a transaction.
     *
     * @param after the id after which to start; null for all rooms
     */
    Stream<Contents> after(@Nullable RoomId after) {
        return (after == null ? byId : byId.tailMap(after, false)).values().stream();
    }

    Instant now() {
        return clock.instant();
    }

    /** Returns the contents of a room; null if it does not exist. Must be called within a transaction. */
    @Nullable
    Contents contents(RoomId room) {
        return byId.get(room);
    }

    /** Returns the contents of a room, which must exist. Must be called within a transaction. */
    Contents existing(RoomId room) {
        return Objects.requireNonNull(byId.get(room));
    }

    /** Returns all rooms. Must be called within a transaction. */
    Collection<Contents> all() {
        return byId.values();
    }

    InMemoryTransactions transactions() {
        return transactions;
    }
}
