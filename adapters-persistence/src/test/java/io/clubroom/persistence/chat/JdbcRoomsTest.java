package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Rooms;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.chat.RoomsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcRoomsTest implements RoomsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }
}
