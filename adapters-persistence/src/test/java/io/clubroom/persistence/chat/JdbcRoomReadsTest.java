package io.clubroom.persistence.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.chat.RoomReadsContract;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcRoomReadsTest implements RoomReadsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public RoomReads reads() {
        return STORE.node().roomReads();
    }

    @Override
    public Messages messages() {
        return STORE.node().messages();
    }

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public RoomMembers members() {
        return STORE.node().roomMembers();
    }

    @Override
    public DirectRooms directRooms() {
        return STORE.node().directRooms();
    }

    @Override
    public UserBlocks blocks() {
        return STORE.node().userBlocks();
    }

    /** As in a database that was taken over. */
    @Test
    void counts_messages_from_before_messages_were_counted() throws SQLException {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        sayInTurn(room, john, mary);
        Sql.execute(STORE.database(), "DELETE FROM chat_sent");

        assertThat(unread(john, room)).isEqualTo(MANY / 2);

        sayInTurn(room, john, mary);
        assertThat(unread(john, room)).isEqualTo(MANY);
    }

    private long unread(User user, RoomId room) {
        return requireNonNull(reads().counts(user.id(), List.of(room)).get(room))
                .unread();
    }

    private void sayInTurn(RoomId room, User one, User other) {
        messages()
                .append(IntStream.range(0, MANY)
                        .mapToObj(i -> new Draft(
                                new MessageId(UUID.randomUUID()),
                                room,
                                (i % 2 == 0 ? one : other).id(),
                                0,
                                new MessageText("text"),
                                null,
                                one.createdAt().plusSeconds(1)))
                        .toList());
    }
}
