package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of rooms in PostgreSQL, protected by an advisory lock per room. */
@Singleton
public final class JdbcRoomMembers implements RoomMembers {
    /** The hash seed that distinguishes these advisory locks from others: "members" in ASCII. */
    private static final long SEED = 0x6D_656D_6265_7273L;

    private final MemberRows rows;
    private final JdbcTransactions transactions;

    JdbcRoomMembers(MemberRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void lock(RoomId room) {
        transactions.require();
        rows.lock(room.value(), SEED);
    }

    @Override
    public List<RoomId> lockOwnedBy(UserId owner) {
        transactions.require();
        List<String> owned = rows.lockOwnedBy(owner.value(), SEED);
        if (!owned.isEmpty()) {
            rows.lockRoomsOfOnly(owner.value(), owned.toArray(String[]::new));
        }
        return owned.stream().sorted().map(RoomId::new).toList();
    }

    @Override
    public Set<UserId> lockActive(Collection<UserId> users) {
        transactions.require();
        return rows.lockActive(ids(users)).stream().map(UserId::new).collect(toSet());
    }

    @Override
    public List<Member> list(RoomId room, @Nullable Position after, int limit) {
        List<MemberRow> found = after == null
                ? rows.first(room.value(), limit)
                : rows.after(room.value(), after.joinedAt(), after.user().value(), limit);
        return found.stream().map(MemberRow::toMember).toList();
    }

    @Override
    public Optional<Member> find(RoomId room, UserId user) {
        return rows.find(room.value(), user.value()).map(MemberRow::toMember);
    }

    @Override
    public Map<UserId, List<RoomId>> closedRooms(Collection<UserId> users, int limit) {
        return users.isEmpty()
                ? Map.of()
                : rows.closedRooms(ids(users), limit).stream()
                        .collect(groupingBy(
                                row -> new UserId(row.userId()), mapping(row -> new RoomId(row.roomId()), toList())));
    }

    @Override
    public Others others(RoomId room, UserId besides) {
        Member first = rows.next(room.value(), besides.value())
                .map(MemberRow::toMember)
                .orElse(null);
        if (first == null) {
            return new Others(false, null);
        }
        boolean isOwner = first.role() == RoomRole.OWNER;
        return new Others(isOwner, isOwner ? null : first.user().id());
    }

    @Override
    public boolean isBanned(RoomId room, UserId user, Instant now) {
        return rows.countBans(room.value(), user.value(), now) > 0;
    }

    @Override
    public List<UserId> banned(RoomId room) {
        return rows.banned(room.value()).stream().map(UserId::new).toList();
    }

    @Override
    public void add(RoomId room, Collection<UserId> users, RoomRole role, Instant joinedAt) {
        rows.insert(room.value(), ids(users), role.text(), joinedAt);
    }

    @Override
    public void remove(RoomId room, UserId user) {
        transactions.call(() -> {
            rows.lockMessages(room.value());
            return rows.delete(room.value(), user.value());
        });
    }

    private static String[] ids(Collection<UserId> users) {
        return users.stream().map(UserId::toString).toArray(String[]::new);
    }
}
