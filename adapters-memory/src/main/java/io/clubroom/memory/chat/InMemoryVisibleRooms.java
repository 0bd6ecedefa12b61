package io.clubroom.memory.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link InMemoryRooms} as seen by their readers. */
public final class InMemoryVisibleRooms implements VisibleRooms {
    private static final Comparator<User> BY_NAME = Comparator.comparing(
                    (User user) -> CaseFolding.fold(user.fullName().value()), CodePoints.ORDER)
            .thenComparing(user -> user.id().toString());

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;

    public InMemoryVisibleRooms(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
    }

    @Override
    public List<RoomSummary> list(Actor.SignedIn reader, @Nullable RoomKind kind, @Nullable RoomId after, int limit) {
        return transactions.call(() -> rooms.after(after)
                .filter(room -> kind == null || room.room().kind() == kind)
                .filter(room -> mayRead(reader, room))
                .limit(limit)
                .map(room -> summary(room, reader.id()))
                .toList());
    }

    @Override
    public Optional<RoomSummary> find(Actor.SignedIn reader, RoomId id) {
        return transactions.call(() -> Optional.ofNullable(rooms.contents(id))
                .filter(room -> mayRead(reader, room))
                .map(room -> summary(room, reader.id())));
    }

    /** Returns all rooms that a user may read, as the user sees them. The account's role makes no difference. */
    List<Room> readable(UserId reader) {
        return transactions.call(() -> rooms.after(null)
                .filter(room -> RoomAccess.mayRead(rooms.standing(room, reader, Role.CLIENT, rooms.now())))
                .map(room -> seenBy(reader, room))
                .toList());
    }

    private boolean mayRead(Actor.SignedIn reader, InMemoryRooms.Contents room) {
        return RoomAccess.mayRead(rooms.standing(room, reader.id(), reader.role(), rooms.now()));
    }

    private RoomSummary summary(InMemoryRooms.Contents contents, UserId reader) {
        Room room = contents.room();
        return new RoomSummary(
                seenBy(reader, contents),
                room.kind() == RoomKind.PUBLIC ? activeUsers(contents) : activeMembers(contents),
                new Rooms.Reached(room.createdAt(), contents.messages().size(), contents.lastChange()));
    }

    private Room seenBy(UserId reader, InMemoryRooms.Contents contents) {
        Room room = contents.room();
        return room.kind() == RoomKind.DIRECT
                ? new Room(room.id(), nameOfOthers(contents, reader), room.kind(), room.createdAt())
                : room;
    }

    private long activeMembers(InMemoryRooms.Contents room) {
        return room.members().keySet().stream().filter(this::isActive).count();
    }

    private long activeUsers(InMemoryRooms.Contents room) {
        Instant now = rooms.now();
        long banned = room.bans().keySet().stream()
                .filter(user -> room.isBanned(user, now) && isActive(user))
                .count();
        return users.countActive() - banned;
    }

    private boolean isActive(UserId user) {
        return users.find(user).filter(User::active).isPresent();
    }

    private RoomName nameOfOthers(InMemoryRooms.Contents room, UserId reader) {
        return RoomName.ofOthers(room.members().keySet().stream()
                .filter(member -> !member.equals(reader))
                .flatMap(member -> users.find(member).stream())
                .sorted(BY_NAME)
                .map(User::fullName)
                .toList());
    }
}
