package io.clubroom.memory.chat;

import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.PeopleDirectory;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory of {@link InMemoryUsers}. */
public final class InMemoryPeopleDirectory implements PeopleDirectory {
    private static final Comparator<Position> ORDER = Comparator.comparing(
                    (Position position) -> CaseFolding.fold(position.fullName()), CodePoints.ORDER)
            .thenComparing(position -> position.user().toString());

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;

    public InMemoryPeopleDirectory(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
    }

    @Override
    public List<Participant> list(Query query, @Nullable Position after, int limit) {
        return transactions.call(() -> {
            String text = query.text() == null ? "" : CaseFolding.fold(query.text());
            Set<UserId> together = query.inRoomsOf() == null ? null : inRoomsOf(query.inRoomsOf());
            return users.all()
                    .filter(User::active)
                    .filter(user -> together == null || together.contains(user.id()))
                    .filter(user ->
                            names(user).anyMatch(name -> CaseFolding.fold(name).contains(text)))
                    .map(Participant::of)
                    .sorted(Comparator.comparing(Position::of, ORDER))
                    .filter(user -> after == null || ORDER.compare(Position.of(user), after) > 0)
                    .limit(limit)
                    .toList();
        });
    }

    private Set<UserId> inRoomsOf(UserId user) {
        return rooms.after(null)
                .filter(room -> room.room().kind() != RoomKind.PUBLIC)
                .filter(room -> room.members().containsKey(user))
                .flatMap(room -> room.members().keySet().stream())
                .collect(toSet());
    }

    private static Stream<String> names(User user) {
        return Stream.of(user.username().value(), user.fullName().value());
    }
}
