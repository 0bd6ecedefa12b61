package io.clubroom.persistence.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.chat.ModerationContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcModerationTest implements ModerationContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public RoomStandings standings() {
        return STORE.node().roomStandings();
    }

    @Override
    public Messages messages() {
        return STORE.node().messages();
    }

    @Override
    public Sanctions sanctions() {
        return STORE.node().sanctions();
    }

    @Override
    public Reports reports() {
        return STORE.node().reports();
    }

    @Override
    public Files files() {
        return STORE.node().files();
    }

    @Override
    public Contents contents() {
        return STORE.node().contents();
    }

    @Override
    public RoomMembers roomMembers() {
        return STORE.node().roomMembers();
    }
}
