package io.clubroom.persistence.chat;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RoomRelayContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How nodes are told that a room was deleted. */
class DeletedRoomsTest implements RoomRelayContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    /** A server with its own pool. */
    private static final class Server implements RelayNode {
        private final List<String> backendsBefore = listeningBackends();
        private final Node node = Node.on(STORE.database(), 2);

        /** Those that were started before this one keep theirs. */
        private static List<String> listeningBackends() {
            try {
                return Sql.column(
                        STORE.database(),
                        "SELECT pid FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND query = 'LISTEN clubroom_chat'");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public RoomRelay relay() {
            return node.relay();
        }

        @Override
        public Transactions transactions() {
            return node.transactions();
        }

        @Override
        public RelayRecorder connect() {
            RelayRecorder told = RelayRecorder.on(node.relay());
            await().until(() -> told.resumptions() == 1);
            return told;
        }

        @Override
        public void cut() {
            List<String> own = new ArrayList<>(listeningBackends());
            own.removeAll(backendsBefore);
            assertThat(own).hasSize(1);
            try {
                Sql.value(STORE.database(), "SELECT pg_terminate_backend(" + own.getFirst() + ", 10000)");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @Override
    public RelayNode start() {
        return new Server();
    }

    @Test
    void the_commit_itself_tells_the_other_nodes() {
        try (RelayNode one = start();
                RelayNode other = start()) {
            RelayRecorder there = other.connect();
            List<RoomId> heardAfterCommit = new CopyOnWriteArrayList<>();

            one.transactions().call(() -> {
                // Runs before anything else that the node does after the commit, as if it were killed then.
                one.transactions().afterCommit(() -> {
                    await().until(() -> !there.deleted.isEmpty());
                    heardAfterCommit.addAll(there.deleted);
                });
                one.relay().roomDeleted(CELLAR);
                return true;
            });

            assertThat(heardAfterCommit).containsExactly(CELLAR);
        }
    }

    /** It is told after the commit, but there may have been no answer to the commit. */
    @Test
    void the_deleting_node_gets_a_hint_from_the_database_to_look_for_the_room() {
        try (RelayNode one = start()) {
            RelayRecorder here = one.connect();

            one.delete(CELLAR);

            assertThat(here.deleted).containsExactly(CELLAR);
            await().untilAsserted(() ->
                    assertThat(here.heard).containsExactly(new RoomSignal.Reached(CELLAR, RoomSignal.Reached.UNKNOWN)));
            assertThat(here.deleted).containsExactly(CELLAR);
        }
    }

    @Test
    void nodes_of_the_version_before_tell_of_deleted_rooms_among_their_signals() throws Exception {
        try (RelayNode one = start()) {
            RelayRecorder here = one.connect();

            Sql.execute(
                    STORE.database(),
                    "SELECT pg_notify('clubroom_chat', '" + UUID.randomUUID()
                            + "\nreached Y2VsbGFy 3\nclosed Y2VsbGFy')");

            await().untilAsserted(() -> assertThat(here.deleted).containsExactly(CELLAR));
            await().untilAsserted(() -> assertThat(here.heard).containsExactly(new RoomSignal.Reached(CELLAR, 3)));
        }
    }

    @Test
    void nodes_of_the_version_before_can_read_that_a_room_was_deleted() {
        NodeId sender = new NodeId(UUID.randomUUID());

        assertThat(RelayMessage.roomDeleted(sender, CELLAR).payloads())
                .containsExactly(sender + " notice\nclosed Y2VsbGFy");
    }
}
