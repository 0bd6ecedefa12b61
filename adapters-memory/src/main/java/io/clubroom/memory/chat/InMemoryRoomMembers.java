package io.clubroom.memory.chat;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of {@link InMemoryRooms}. Needs no locks, because transactions run one at a time. */
public final class InMemoryRoomMembers implements RoomMembers {
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::joinedAt)
            .thenComparing(position -> position.user().toString());

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;

    public InMemoryRoomMembers(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
        users.onRemoval(user -> rooms.after(null).forEach(room -> set(room, user, null)));
    }

    @Override
    public void lock(RoomId room) {
        transactions.require();
    }

    @Override
    public List<RoomId> lockOwnedBy(UserId owner) {
        transactions.require();
        return rooms.after(null)
                .filter(room -> room.room().kind() == RoomKind.PRIVATE)
                .filter(room -> room.members().containsKey(owner)
                        && room.members().get(owner).role() == RoomRole.OWNER)
                .map(room -> room.room().id())
                .toList();
    }

    @Override
    public Set<UserId> lockActive(Collection<UserId> ids) {
        transactions.require();
        return ids.stream().filter(this::isActive).collect(toSet());
    }

    @Override
    public List<Member> list(RoomId room, @Nullable Position after, int limit) {
        return transactions.call(() -> active(room)
                .filter(member -> after == null || ORDER.compare(member.position(), after) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<Member> find(RoomId room, UserId user) {
        return transactions.call(() ->
                active(room).filter(member -> member.user().id().equals(user)).findFirst());
    }

    @Override
    public Map<UserId, List<RoomId>> closedRooms(Collection<UserId> ids, int limit) {
        return transactions.call(() -> ids.stream()
                .distinct()
                .collect(toMap(
                        user -> user,
                        user -> rooms.after(null)
                                .filter(room -> room.room().kind() != RoomKind.PUBLIC)
                                .filter(room -> room.members().containsKey(user))
                                .limit(limit)
                                .map(room -> room.room().id())
                                .toList())));
    }

    @Override
    public Others others(RoomId room, UserId besides) {
        return transactions.call(() -> {
            List<Member> others = active(room)
                    .filter(member -> !member.user().id().equals(besides))
                    .toList();
            return first(others, RoomRole.OWNER).isPresent()
                    ? new Others(true, null)
                    : new Others(
                            false,
                            first(others, RoomRole.MODERATOR)
                                    .or(() -> first(others, RoomRole.MEMBER))
                                    .orElse(null));
        });
    }

    private static Optional<UserId> first(List<Member> members, RoomRole role) {
        return members.stream()
                .filter(member -> member.role() == role)
                .map(member -> member.user().id())
                .findFirst();
    }

    @Override
    public boolean isBanned(RoomId id, UserId user, Instant now) {
        return transactions.call(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            return room != null && room.isBanned(user, now);
        });
    }

    @Override
    public List<UserId> banned(RoomId id) {
        return transactions.call(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            Instant now = rooms.now();
            return room == null
                    ? List.of()
                    : room.bans().keySet().stream()
                            .filter(user -> room.isBanned(user, now))
                            .toList();
        });
    }

    @Override
    public void add(RoomId id, Collection<UserId> ids, RoomRole role, Instant joinedAt) {
        transactions.run(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            if (room == null) {
                throw new IllegalStateException("there is no room " + id);
            }
            for (UserId user : ids) {
                Membership present = room.members().get(user);
                set(room, user, new Membership(role, present == null ? joinedAt : present.joinedAt()));
                if (present == null) {
                    rooms.joined(id, user);
                }
            }
        });
    }

    @Override
    public void remove(RoomId id, UserId user) {
        transactions.run(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            if (room != null) {
                set(room, user, null);
            }
        });
    }

    private void set(InMemoryRooms.Contents room, UserId user, @Nullable Membership membership) {
        Membership before = room.members().get(user);
        transactions.onRollback(() -> store(room, user, before));
        store(room, user, membership);
    }

    private static void store(InMemoryRooms.Contents room, UserId user, @Nullable Membership membership) {
        if (membership == null) {
            room.members().remove(user);
        } else {
            room.members().put(user, membership);
        }
    }

    private Stream<Member> active(RoomId id) {
        InMemoryRooms.Contents room = rooms.contents(id);
        if (room == null) {
            return Stream.empty();
        }
        return room.members().entrySet().stream()
                .flatMap(entry -> users.find(entry.getKey()).filter(User::active).stream()
                        .map(user -> new Member(
                                Participant.of(user),
                                entry.getValue().role(),
                                entry.getValue().joinedAt())))
                .sorted(Comparator.comparing(Member::position, ORDER));
    }

    private boolean isActive(UserId id) {
        return users.find(id).filter(User::active).isPresent();
    }
}
