package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.chat.RoomReadsContract;
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
}
