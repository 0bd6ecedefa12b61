package io.clubroom.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Rival;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link RoomRelay} about rooms that were deleted, and messages that were stored for nobody in them. */
public interface RoomRelayContract {
    RoomId CELLAR = new RoomId("cellar");
    RoomId ATTIC = new RoomId("attic");

    /** A user who has become a member of a room. */
    record Addition(RoomId room, UserId user) {}

    /** A user who was removed from a room. */
    record Removal(RoomId room, UserId user, Departure reason) {}

    /** A node and its transactions. */
    interface RelayNode extends AutoCloseable {
        RoomRelay relay();

        Transactions transactions();

        /** Registers the listener, and returns as soon as the node is connected. */
        void connect(Recorder listener);

        /** Cuts the node off from the others, but not from the store. */
        void cut();

        @Override
        void close();

        /** Runs a transaction that deletes a room. */
        default void delete(RoomId room) {
            transactions().call(() -> {
                relay().roomDeleted(room);
                return true;
            });
        }

        /** Runs a transaction that removes a user from a room. */
        default void remove(Removal removal) {
            transactions().call(() -> {
                relay().memberRemoved(removal.room(), removal.user(), removal.reason());
                return true;
            });
        }
    }

    /** A new node beside those that the test has started before. */
    RelayNode start();

    /** Two connected nodes, and what each is told. */
    record TwoNodes(RelayNode one, RelayNode other, Recorder here, Recorder there) implements AutoCloseable {
        /** Waits until both nodes are told of a deleted room, and fails if it is another one. */
        void assertToldOf(RoomId room) {
            assertThat(here.next()).isEqualTo(room);
            assertThat(there.next()).isEqualTo(room);
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    private TwoNodes connected() {
        TwoNodes nodes = new TwoNodes(start(), start(), new Recorder(), new Recorder());
        nodes.one.connect(nodes.here);
        nodes.other.connect(nodes.there);
        return nodes;
    }

    /** Records the deleted rooms, and which nodes have appeared. */
    final class Recorder implements RoomRelay.Listener {
        private static final long PATIENCE_SECONDS = 60;

        private final BlockingQueue<RoomId> deleted = new LinkedBlockingQueue<>();
        private final BlockingQueue<Addition> added = new LinkedBlockingQueue<>();
        /** Added ones without users, removed ones with those who were banned. */
        private final BlockingQueue<Map.Entry<RoomId, Set<UserId>>> publicRooms = new LinkedBlockingQueue<>();

        private final BlockingQueue<Removal> removed = new LinkedBlockingQueue<>();
        private final BlockingQueue<RoomSignal> heard = new LinkedBlockingQueue<>();
        private final List<NodeId> appeared = new CopyOnWriteArrayList<>();
        private volatile int resumptions;

        public int resumptions() {
            return resumptions;
        }

        /** The next deleted room; waits for it. */
        RoomId next() {
            return next(deleted);
        }

        private static <T> T next(BlockingQueue<T> queue) {
            try {
                T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("the node was told nothing");
                }
                return next;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public void roomDeleted(RoomId room) {
            deleted.add(room);
        }

        @Override
        public void memberRemoved(RoomId room, UserId user, Departure reason) {
            removed.add(new Removal(room, user, reason));
        }

        @Override
        public void memberAdded(RoomId room, UserId user) {
            added.add(new Addition(room, user));
        }

        @Override
        public void publicRoomAdded(RoomId room) {
            publicRooms.add(Map.entry(room, Set.of()));
        }

        @Override
        public void publicRoomRemoved(RoomId room, Set<UserId> banned) {
            publicRooms.add(Map.entry(room, banned));
        }

        @Override
        public void appeared(NodeId node) {
            appeared.add(node);
        }

        @Override
        public void resumed() {
            resumptions++;
        }

        @Override
        public void heard(NodeId node, RoomSignal signal) {
            heard.add(signal);
        }

        @Override
        public void authorChanged(UserId user) {}

        @Override
        public void vanished(NodeId node) {}
    }

    @Test
    default void all_nodes_are_told_that_a_room_was_deleted() {
        try (TwoNodes nodes = connected()) {
            nodes.one.delete(CELLAR);
            nodes.assertToldOf(CELLAR);

            nodes.one.delete(ATTIC);
            // Nobody was told twice.
            nodes.assertToldOf(ATTIC);
        }
    }

    @Test
    default void all_nodes_are_told_that_a_message_was_stored() {
        try (TwoNodes nodes = connected()) {
            nodes.one.relay().stored(ATTIC, 7);

            assertThat(Recorder.next(nodes.here.heard)).isEqualTo(new RoomSignal.Reached(ATTIC, 7));
            assertThat(Recorder.next(nodes.there.heard)).isEqualTo(new RoomSignal.Reached(ATTIC, 7));
        }
    }

    @Test
    default void all_nodes_are_told_what_a_user_has_read_and_who_may_know() {
        UserId user = new UserId(UUID.randomUUID());
        Set<UserId> two = Set.of(new UserId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        List<RoomSignal> readings = Stream.of(
                        ReadAudience.ONESELF, ReadAudience.allBut(Set.of()), ReadAudience.allBut(two))
                .<RoomSignal>map(audience -> new RoomSignal.Read(ATTIC, user, 7, audience))
                .toList();
        try (TwoNodes nodes = connected()) {
            readings.forEach(reading -> nodes.one.relay().read((RoomSignal.Read) reading));

            for (Recorder each : List.of(nodes.here, nodes.there)) {
                assertThat(readings.stream().map(_ -> Recorder.next(each.heard)))
                        .isEqualTo(readings);
            }
        }
    }

    @Test
    default void all_nodes_are_told_that_a_user_was_removed_from_a_room_when_that_is_committed() {
        Removal banned = new Removal(CELLAR, new UserId(UUID.randomUUID()), Departure.BANNED);
        Removal left = new Removal(ATTIC, new UserId(UUID.randomUUID()), Departure.LEFT);
        try (TwoNodes nodes = connected()) {
            assertThatThrownBy(() -> nodes.one.transactions().call(() -> {
                        nodes.one.relay().memberRemoved(CELLAR, left.user(), Departure.REMOVED);
                        throw new IllegalStateException("on purpose");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            nodes.one.remove(banned);
            nodes.other.remove(left);

            for (Recorder each : List.of(nodes.here, nodes.there)) {
                assertThat(List.of(Recorder.next(each.removed), Recorder.next(each.removed)))
                        .containsExactlyInAnyOrder(banned, left);
                assertThat(each.removed).isEmpty();
            }
        }
    }

    @Test
    default void all_nodes_are_told_that_users_have_become_members_of_a_room_when_that_is_committed() {
        List<UserId> many =
                Stream.generate(() -> new UserId(UUID.randomUUID())).limit(200).toList();
        try (TwoNodes nodes = connected()) {
            assertThatThrownBy(() -> nodes.one.transactions().call(() -> {
                        nodes.one.relay().membersAdded(CELLAR, many);
                        throw new IllegalStateException("on purpose");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            nodes.one.transactions().call(() -> {
                nodes.one.relay().membersAdded(ATTIC, List.of());
                nodes.one.relay().membersAdded(ATTIC, many);
                return true;
            });

            for (Recorder each : List.of(nodes.here, nodes.there)) {
                assertThat(many)
                        .allSatisfy(
                                user -> assertThat(Recorder.next(each.added)).isEqualTo(new Addition(ATTIC, user)));
                assertThat(each.added).isEmpty();
            }
        }
    }

    @Test
    default void all_nodes_are_told_of_new_public_rooms_and_of_deleted_ones_when_that_is_committed() {
        Set<UserId> banned =
                Stream.generate(() -> new UserId(UUID.randomUUID())).limit(300).collect(Collectors.toSet());
        try (TwoNodes nodes = connected()) {
            assertThatThrownBy(() -> nodes.one.transactions().call(() -> {
                        nodes.one.relay().publicRoomAdded(CELLAR);
                        nodes.one.relay().publicRoomRemoved(CELLAR, List.of());
                        throw new IllegalStateException("on purpose");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            nodes.one.transactions().call(() -> {
                nodes.one.relay().publicRoomAdded(ATTIC);
                nodes.one.relay().publicRoomRemoved(ATTIC, banned);
                return true;
            });

            for (Recorder each : List.of(nodes.here, nodes.there)) {
                assertThat(Recorder.next(each.publicRooms)).isEqualTo(Map.entry(ATTIC, Set.of()));
                assertThat(Recorder.next(each.publicRooms)).isEqualTo(Map.entry(ATTIC, banned));
                assertThat(each.publicRooms).isEmpty();
            }
        }
    }

    @Test
    default void nobody_is_told_of_a_deleted_room_before_the_commit() {
        try (TwoNodes nodes = connected()) {
            nodes.one.transactions().call(() -> {
                nodes.one.relay().roomDeleted(CELLAR);
                Rival.start(() -> {
                            nodes.other.delete(ATTIC);
                            return true;
                        })
                        .result();
                // What was sent before would have arrived before.
                nodes.assertToldOf(ATTIC);
                return true;
            });

            nodes.assertToldOf(CELLAR);
        }
    }

    @Test
    default void nobody_is_told_of_a_deletion_that_is_rolled_back() {
        try (TwoNodes nodes = connected()) {
            assertThatThrownBy(() -> nodes.one.transactions().call(() -> {
                        nodes.one.relay().roomDeleted(CELLAR);
                        throw new IllegalStateException("on purpose");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            nodes.one.delete(ATTIC);

            nodes.assertToldOf(ATTIC);
        }
    }

    @Test
    default void the_other_nodes_are_told_of_a_room_that_a_node_deletes_which_is_cut_off_and_stops() {
        Recorder here = new Recorder();
        Recorder there = new Recorder();
        try (RelayNode other = start()) {
            other.connect(there);
            try (RelayNode one = start()) {
                one.connect(here);
                one.cut();

                one.delete(CELLAR);
            }

            assertThat(here.next()).isEqualTo(CELLAR);
            assertThat(there.next()).isEqualTo(CELLAR);
        }
    }

    @Test
    default void a_node_that_was_never_connected_tells_of_a_deleted_room_without_appearing() {
        Recorder there = new Recorder();
        try (RelayNode other = start();
                RelayNode one = start()) {
            other.connect(there);

            one.delete(CELLAR);

            assertThat(there.next()).isEqualTo(CELLAR);
            assertThat(there.appeared).isEmpty();
        }
    }
}
