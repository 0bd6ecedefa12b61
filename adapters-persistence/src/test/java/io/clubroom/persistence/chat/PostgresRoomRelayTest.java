package io.clubroom.persistence.chat;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRoomRelayTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final RoomId ROOM = new RoomId("a room");
    private static final Participant USER = Participant.of(UserFixture.user()
            .username("u")
            .fullName("Žofie \uD83D\uDE00 O'Neil")
            .avatar("7d2c5cc1-3d2c-4b6b-9c3f-0c9b2f1d8a11")
            .build());

    /** Records everything it receives. */
    private static final class Recorder implements RoomRelay.Listener {
        final List<Object> heard = new CopyOnWriteArrayList<>();
        final List<UserId> authors = new CopyOnWriteArrayList<>();
        final List<NodeId> nodes = new CopyOnWriteArrayList<>();
        volatile int resumed;

        @Override
        public void heard(NodeId node, RoomSignal signal) {
            heard.add(signal);
        }

        @Override
        public void roomDeleted(RoomId room) {}

        @Override
        public void memberRemoved(RoomId room, UserId user, Departure reason) {}

        @Override
        public void memberAdded(RoomId room, UserId user) {}

        @Override
        public void publicRoomAdded(RoomId room) {}

        @Override
        public void publicRoomRemoved(RoomId room, Set<UserId> banned) {}

        @Override
        public void authorChanged(UserId user) {
            authors.add(user);
        }

        @Override
        public void appeared(NodeId node) {
            nodes.add(node);
        }

        @Override
        public void vanished(NodeId node) {
            nodes.remove(node);
        }

        @Override
        public void resumed() {
            resumed++;
        }
    }

    /** Two nodes that know of each other, and what each receives. */
    private record TwoNodes(Node one, Node two, Recorder here, Recorder there) implements AutoCloseable {
        static TwoNodes connected() {
            TwoNodes nodes = new TwoNodes(
                    Node.on(STORE.database(), 2), Node.on(STORE.database(), 2), new Recorder(), new Recorder());
            nodes.one.relay().listen(nodes.here);
            nodes.two.relay().listen(nodes.there);
            await().until(() -> nodes.here.nodes.size() == 1 && nodes.there.nodes.size() == 1);
            return nodes;
        }

        @Override
        public void close() {
            one.close();
            two.close();
        }
    }

    @Test
    void nodes_receive_each_others_signals_and_notice_when_one_stops() {
        Recorder here = new Recorder();
        Recorder there = new Recorder();
        try (Node one = Node.on(STORE.database(), 2)) {
            one.relay().listen(here);
            try (Node two = Node.on(STORE.database(), 2)) {
                two.relay().listen(there);
                await().until(() -> here.nodes.size() == 1 && there.nodes.size() == 1);
                List<RoomSignal> signals = List.of(
                        new RoomSignal.Present(ROOM, USER),
                        new RoomSignal.Typing(ROOM, USER),
                        new RoomSignal.Absent(ROOM, USER));

                signals.forEach(two.relay()::send);
                await().untilAsserted(() -> assertThat(here.heard).isEqualTo(signals));

                assertThat(there.heard).isEmpty();
            }
            await().until(() -> here.nodes.isEmpty());
        }
    }

    @Test
    void only_the_last_position_of_a_room_is_sent() {
        try (TwoNodes nodes = TwoNodes.connected()) {
            nodes.here.heard.clear();
            for (long seq = 1; seq <= 10_000; seq++) {
                nodes.two.relay().send(new RoomSignal.Reached(ROOM, seq));
            }

            await().until(() -> nodes.here.heard.contains(new RoomSignal.Reached(ROOM, 10_000)));
            assertThat(nodes.here.heard).hasSizeLessThan(200);
        }
    }

    @Test
    void all_nodes_are_told_that_an_author_has_changed() {
        try (TwoNodes nodes = TwoNodes.connected()) {

            nodes.two.relay().authorChanged(USER.id());
            nodes.two.relay().send(new RoomSignal.Typing(ROOM, USER));

            await().untilAsserted(() -> {
                assertThat(nodes.here.authors).containsExactly(USER.id());
                assertThat(nodes.here.heard).containsExactly(new RoomSignal.Typing(ROOM, USER));
            });
            assertThat(nodes.there.authors).containsExactly(USER.id());
        }
    }

    @Test
    void a_line_that_this_version_does_not_know_is_ignored() throws Exception {
        Recorder here = new Recorder();
        try (Node one = Node.on(STORE.database(), 2)) {
            one.relay().listen(here);
            await().until(() -> here.resumed == 1);

            String payload = UUID.randomUUID() + "\nunheard-of a b c\nreached "
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(ROOM.value().getBytes(UTF_8)) + " 7";
            Sql.execute(STORE.database(), "SELECT pg_notify('clubroom_chat', '" + payload + "')");

            await().untilAsserted(() -> assertThat(here.heard).containsExactly(new RoomSignal.Reached(ROOM, 7)));
        }
    }

    @Test
    void a_long_message_is_split_into_several_notifications() {
        try (TwoNodes nodes = TwoNodes.connected()) {
            List<RoomSignal> signals = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                signals.add(new RoomSignal.Present(new RoomId("room-" + i), USER));
            }

            signals.forEach(nodes.two.relay()::send);

            await().untilAsserted(() -> assertThat(nodes.here.heard).isEqualTo(signals));
        }
    }

    @Test
    void a_relay_that_starts_over_returns_as_a_new_node() {
        try (TwoNodes nodes = TwoNodes.connected()) {
            NodeId before = nodes.here.nodes.getFirst();

            nodes.two.relay().reconnect();

            await().until(() -> nodes.there.resumed == 2 && nodes.there.nodes.size() == 2);
            await().untilAsserted(() -> assertThat(nodes.here.nodes).hasSize(1).doesNotContain(before));
            assertThat(nodes.here.resumed).isEqualTo(1);
        }
    }

    @Test
    void a_relay_that_has_dropped_signals_starts_over() {
        Recorder there = new Recorder();
        try (Node two = Node.on(STORE.database(), 2)) {
            two.relay().listen(there);
            await().until(() -> there.resumed == 1);

            for (int i = 0; i <= 4 * PostgresRoomRelay.MAX_QUEUED; i++) {
                two.relay().send(new RoomSignal.Typing(ROOM, USER));
            }

            await().until(() -> there.resumed >= 2);
        }
    }

    @Test
    void an_interrupted_relay_reports_it_and_returns_as_a_new_node() throws Exception {
        try (TwoNodes nodes = TwoNodes.connected()) {
            NodeId before = nodes.here.nodes.getFirst();
            int resumedHere = nodes.here.resumed;
            int resumedThere = nodes.there.resumed;

            Sql.execute(
                    STORE.database(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE '%pg_notify%'"
                            + " AND datname = current_database() AND pid <> pg_backend_pid()");

            await().until(() -> nodes.here.resumed > resumedHere && nodes.there.resumed > resumedThere);
            nodes.two.relay().send(new RoomSignal.Reached(ROOM, 7));
            await().until(() -> nodes.here.heard.contains(new RoomSignal.Reached(ROOM, 7)));
            assertThat(nodes.here.nodes).anyMatch(node -> !node.equals(before));
        }
    }
}
