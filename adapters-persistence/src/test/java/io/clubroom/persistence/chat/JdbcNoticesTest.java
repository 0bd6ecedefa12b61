package io.clubroom.persistence.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.Absences.Absence;
import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.chat.NoticesContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcNoticesTest implements NoticesContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @BeforeEach
    void forgetNodesAndNews() throws Exception {
        Sql.execute(STORE.database(), "DELETE FROM chat_nodes", "DELETE FROM chat_news");
    }

    @Override
    public Absences absences() {
        return STORE.node().absences();
    }

    @Override
    public Notices notices() {
        return STORE.node().notices();
    }

    @Override
    public Messages messages() {
        return STORE.node().messages();
    }

    @Override
    public RoomReads reads() {
        return STORE.node().roomReads();
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

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    /** So two nodes queue one mail. */
    @Test
    void an_absence_that_is_being_looked_at_is_skipped_by_others() {
        User john = UserFixture.user().build();
        users().add(john);
        absences().report(new NodeId(UUID.randomUUID()), List.of(new Change(john.id(), false, true)), NOW);

        Optional<Absence> other = transactions().call(() -> {
            assertThat(absences().lockNext(NOW)).isPresent();
            return Rival.start(() -> transactions().call(() -> absences().lockNext(NOW)))
                    .result();
        });

        assertThat(other).isEmpty();
    }

    @Test
    void news_are_kept_until_they_are_noted() throws Exception {
        the_absences_of_whom_new_messages_concern_are_looked_at();

        assertThat(Sql.value(STORE.database(), "SELECT count(*) FROM chat_news"))
                .isEqualTo("0");
    }
}
