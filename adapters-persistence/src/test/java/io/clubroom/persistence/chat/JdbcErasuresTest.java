package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.chat.ErasuresContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcErasuresTest implements ErasuresContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Erasures erasures() {
        return STORE.node().erasures();
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
}
