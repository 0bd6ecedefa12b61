package io.clubroom.testkit.chat;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.chat.RelayRecorder.Addition;
import io.clubroom.testkit.chat.RelayRecorder.PublicAddition;
import io.clubroom.testkit.chat.RelayRecorder.PublicRemoval;
import io.clubroom.testkit.chat.RelayRecorder.Removal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link RoomRelay} about rooms that were deleted, and messages that were stored for nobody in them. */
public interface RoomRelayContract {
    RoomId CELLAR = new RoomId("cellar");
    RoomId ATTIC = new RoomId("attic");

    /** A node and its transactions. */
    interface RelayNode extends AutoCloseable {
        RoomRelay relay();

        Transactions transactions();

        /** Registers a listener, and returns as soon as the node is connected. */
        RelayRecorder connect();

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
    record TwoNodes(RelayNode one, RelayNode other, RelayRecorder here, RelayRecorder there) implements AutoCloseable {
        /** Waits until this, and nothing else, is what each node has been told. */
        <T> void awaitTold(Function<RelayRecorder, List<T>> recorded, List<? extends T> expected) {
            for (RelayRecorder each : List.of(here, there)) {
                await().untilAsserted(() -> assertThat(recorded.apply(each)).isEqualTo(expected));
            }
        }

        void awaitDeleted(RoomId... rooms) {
            awaitTold(told -> told.deleted, List.of(rooms));
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    private TwoNodes connected() {
        RelayNode one = start();
        RelayNode other = start();
        return new TwoNodes(one, other, one.connect(), other.connect());
    }

    @Test
    default void all_nodes_are_told_that_a_room_was_deleted() {
        try (TwoNodes nodes = connected()) {
            nodes.one.delete(CELLAR);
            nodes.awaitDeleted(CELLAR);

            nodes.one.delete(ATTIC);
            // Nobody was told twice.
            nodes.awaitDeleted(CELLAR, ATTIC);
        }
    }

    @Test
    default void all_nodes_are_told_that_a_message_was_stored() {
        try (TwoNodes nodes = connected()) {
            nodes.one.relay().stored(ATTIC, 7);

            nodes.awaitTold(told -> told.heard, List.of(new RoomSignal.Reached(ATTIC, 7)));
        }
    }

    @Test
    default void all_nodes_are_told_what_a_user_has_read_and_who_may_know() {
        UserId user = new UserId(UUID.randomUUID());
        Set<UserId> two = Set.of(new UserId(UUID.randomUUID()), new UserId(UUID.randomUUID()));
        List<RoomSignal.Read> readings = Stream.of(
                        ReadAudience.ONESELF, ReadAudience.allBut(Set.of()), ReadAudience.allBut(two))
                .map(audience -> new RoomSignal.Read(ATTIC, user, 7, audience))
                .toList();
        try (TwoNodes nodes = connected()) {
            readings.forEach(nodes.one.relay()::read);

            nodes.awaitTold(told -> told.heard, readings);
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

            for (RelayRecorder each : List.of(nodes.here, nodes.there)) {
                await().untilAsserted(() -> assertThat(each.removed).containsExactlyInAnyOrder(banned, left));
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

            nodes.awaitTold(
                    told -> told.added,
                    many.stream().map(user -> new Addition(ATTIC, user)).toList());
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

            nodes.awaitTold(
                    told -> told.publicRooms, List.of(new PublicAddition(ATTIC), new PublicRemoval(ATTIC, banned)));
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
                nodes.awaitDeleted(ATTIC);
                return true;
            });

            nodes.awaitDeleted(ATTIC, CELLAR);
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

            nodes.awaitDeleted(ATTIC);
        }
    }

    @Test
    default void the_other_nodes_are_told_of_a_room_that_a_node_deletes_which_is_cut_off_and_stops() {
        try (RelayNode other = start()) {
            RelayRecorder there = other.connect();
            RelayRecorder here;
            try (RelayNode one = start()) {
                here = one.connect();
                one.cut();

                one.delete(CELLAR);
            }

            await().untilAsserted(() -> assertThat(here.deleted).containsExactly(CELLAR));
            await().untilAsserted(() -> assertThat(there.deleted).containsExactly(CELLAR));
        }
    }

    @Test
    default void a_node_that_was_never_connected_tells_of_a_deleted_room_without_appearing() {
        try (RelayNode other = start();
                RelayNode one = start()) {
            RelayRecorder there = other.connect();

            one.delete(CELLAR);

            await().untilAsserted(() -> assertThat(there.deleted).containsExactly(CELLAR));
            assertThat(there.appeared).isEmpty();
        }
    }
}
