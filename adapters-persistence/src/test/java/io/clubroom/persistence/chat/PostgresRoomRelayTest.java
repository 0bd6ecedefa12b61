package io.clubroom.persistence.chat;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
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

    /** Two nodes that know of each other, and what each receives. */
    private record TwoNodes(Node one, Node two, RelayRecorder here, RelayRecorder there) implements AutoCloseable {
        static TwoNodes connected() {
            Node one = Node.on(STORE.database(), 2);
            Node two = Node.on(STORE.database(), 2);
            TwoNodes nodes = new TwoNodes(one, two, RelayRecorder.on(one.relay()), RelayRecorder.on(two.relay()));
            await().until(() -> nodes.here.present.size() == 1 && nodes.there.present.size() == 1);
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
        try (Node one = Node.on(STORE.database(), 2)) {
            RelayRecorder here = RelayRecorder.on(one.relay());
            try (Node two = Node.on(STORE.database(), 2)) {
                RelayRecorder there = RelayRecorder.on(two.relay());
                await().until(() -> here.present.size() == 1 && there.present.size() == 1);
                List<RoomSignal> signals = List.of(
                        new RoomSignal.Present(ROOM, USER),
                        new RoomSignal.Typing(ROOM, USER),
                        new RoomSignal.Absent(ROOM, USER));

                signals.forEach(two.relay()::send);
                await().untilAsserted(() -> assertThat(here.heard).isEqualTo(signals));

                assertThat(there.heard).isEmpty();
            }
            await().until(() -> here.present.isEmpty());
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
                assertThat(nodes.here.changedAuthors).containsExactly(USER.id());
                assertThat(nodes.here.heard).containsExactly(new RoomSignal.Typing(ROOM, USER));
            });
            assertThat(nodes.there.changedAuthors).containsExactly(USER.id());
        }
    }

    @Test
    void a_line_that_this_version_does_not_know_is_ignored() throws Exception {
        try (Node one = Node.on(STORE.database(), 2)) {
            RelayRecorder here = RelayRecorder.on(one.relay());
            await().until(() -> here.resumptions() == 1);

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
            NodeId before = nodes.here.present.getFirst();

            nodes.two.relay().reconnect();

            await().until(() -> nodes.there.resumptions() == 2 && nodes.there.present.size() == 2);
            await().untilAsserted(
                            () -> assertThat(nodes.here.present).hasSize(1).doesNotContain(before));
            assertThat(nodes.here.resumptions()).isEqualTo(1);
        }
    }

    @Test
    void a_relay_that_has_dropped_signals_starts_over() {
        try (Node two = Node.on(STORE.database(), 2)) {
            RelayRecorder there = RelayRecorder.on(two.relay());
            await().until(() -> there.resumptions() == 1);

            for (int i = 0; i <= 4 * PostgresRoomRelay.MAX_QUEUED; i++) {
                two.relay().send(new RoomSignal.Typing(ROOM, USER));
            }

            await().until(() -> there.resumptions() >= 2);
        }
    }

    @Test
    void an_interrupted_relay_reports_it_and_returns_as_a_new_node() throws Exception {
        try (TwoNodes nodes = TwoNodes.connected()) {
            NodeId before = nodes.here.present.getFirst();
            int resumedHere = nodes.here.resumptions();
            int resumedThere = nodes.there.resumptions();

            Sql.execute(
                    STORE.database(),
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE '%pg_notify%'"
                            + " AND datname = current_database() AND pid <> pg_backend_pid()");

            await().until(() -> nodes.here.resumptions() > resumedHere && nodes.there.resumptions() > resumedThere);
            nodes.two.relay().send(new RoomSignal.Reached(ROOM, 7));
            await().until(() -> nodes.here.heard.contains(new RoomSignal.Reached(ROOM, 7)));
            assertThat(nodes.here.present).anyMatch(node -> !node.equals(before));
        }
    }
}
