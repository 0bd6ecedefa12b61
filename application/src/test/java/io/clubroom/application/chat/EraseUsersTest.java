package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryErasures;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EraseUsersTest {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    private final InMemoryErasures stored = new InMemoryErasures(rooms, users);
    private final InMemoryRoomRelay relay = new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions);
    private final RelayRecorder told = RelayRecorder.on(relay);

    /** The steps that are still needed to remove what is left. */
    private int left = 2;

    private final EraseUsers eraseUsers = new EraseUsers(
            new Erasures() {
                @Override
                public List<RoomChange.UserErased> tell(int limit) {
                    return stored.tell(limit);
                }

                @Override
                public boolean clean(int limit) {
                    left--;
                    return left > 0;
                }
            },
            relay);

    @Test
    void tells_the_rooms_of_the_user_and_then_removes_what_is_left() {
        User john = UserFixture.user().build();
        users.add(john);
        Room room = RoomsContract.newRoom();
        rooms.add(room);
        messages.append(List.of(new Draft(
                new MessageId(UUID.randomUUID()),
                room.id(),
                john.id(),
                0,
                new MessageText("hello"),
                null,
                Instant.EPOCH)));
        users.remove(john.id());

        assertThat(eraseUsers.erase().isComplete()).isFalse();

        assertThat(told.heard).containsExactly(new RoomSignal.Reached(room.id(), 2));
        assertThat(left).isEqualTo(2);
        assertThat(eraseUsers.erase().isComplete()).isFalse();
        assertThat(eraseUsers.erase().isComplete()).isTrue();
        assertThat(told.heard).hasSize(1);
    }
}
