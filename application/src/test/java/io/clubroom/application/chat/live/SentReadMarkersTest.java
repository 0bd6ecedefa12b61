package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who is in a room is told all that is read from the moment at which it was looked up on. */
class SentReadMarkersTest {
    private static final RoomId ROOM = new RoomId("room");
    private static final RoomReads.State STATE =
            new RoomReads.State(new RoomReads.Counts(1, 2, 0, NotifyLevel.ALL), List.of());

    private final LiveRooms rooms = new LiveRooms(Limits.DEFAULT);
    private final NodeId node = new NodeId(UUID.randomUUID());
    private final UserId reader = new UserId(UUID.randomUUID());
    private final Subscription first = subscription(2);
    private final Subscription newcomer = subscription(2);

    private static Subscription subscription(int protocol) {
        User user = UserFixture.user().build();
        return new Subscription(ROOM, Actor.SignedIn.of(user), Participant.of(user), protocol);
    }

    private List<Effect> asks(Subscription subscription) {
        return rooms.handle(List.of(new Input.Subscribe(subscription, null)));
    }

    private List<Effect> isLetIn() {
        return isLetIn(STATE);
    }

    private List<Effect> isLetIn(RoomReads.State state) {
        return rooms.handle(List.of(new Input.Admitted(List.of(allowed(state)))));
    }

    private static EnterRoom.Decision allowed(RoomReads.State state) {
        return new EnterRoom.Decision.Allowed(new Rooms.Reached(Instant.EPOCH, 3, 3), null, true, state);
    }

    /** The reader has read up to a message. */
    private RoomReads.State state(long seq) {
        return new RoomReads.State(STATE.counts(), List.of(new RoomReads.Receipt(reader, seq)));
    }

    private RoomSignal.Read reading(long seq) {
        return new RoomSignal.Read(ROOM, reader, seq, ReadAudience.allBut(Set.of()));
    }

    private List<Effect> reads(long seq) {
        return rooms.handle(List.of(new Input.PeerSignal(node, reading(seq))));
    }

    private static List<Effect> told(List<Effect> effects) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.TellRead || effect instanceof Effect.Subscribed)
                .toList();
    }

    @Test
    void everybody_in_the_room_is_told_and_nobody_if_it_is_empty() {
        assertThat(told(reads(1))).isEmpty();
        asks(first);
        isLetIn();

        assertThat(told(reads(2))).containsExactly(new Effect.TellRead(reading(2), null));
    }

    @Test
    void who_is_entering_is_told_afterwards() {
        asks(first);
        isLetIn();
        asks(newcomer);
        reads(1);
        reads(2);

        List<Effect> effects = told(isLetIn());
        assertThat(effects).hasSize(2);
        assertThat(effects.getFirst())
                .isInstanceOfSatisfying(
                        Effect.Subscribed.class,
                        subscribed -> assertThat(subscribed.state()).isEqualTo(STATE));
        assertThat(effects.getLast()).isEqualTo(new Effect.TellRead(reading(2), newcomer));
        Subscription last = subscription(2);
        asks(last);
        assertThat(told(isLetIn())).hasSize(1);
    }

    @Test
    void readings_go_forward_only_whatever_their_order_on_the_way() {
        asks(first);
        isLetIn();
        reads(2);

        assertThat(told(reads(1))).isEmpty();
        assertThat(told(reads(2))).isEmpty();
        assertThat(told(reads(3))).containsExactly(new Effect.TellRead(reading(3), null));
    }

    @Test
    void who_has_entered_is_not_told_less_than_then() {
        asks(first);
        isLetIn();
        asks(newcomer);
        reads(1);

        assertThat(told(isLetIn(state(3)))).hasSize(1);
        assertThat(told(reads(2))).isEmpty();
        // The first one does not know it yet.
        assertThat(told(reads(3))).containsExactly(new Effect.TellRead(reading(3), null));
    }

    @Test
    void after_signals_may_have_been_lost_all_are_told_what_they_do_not_know() {
        for (Input loss :
                List.of(new Input.RelayResumed(), new Input.PeerAppeared(node), new Input.PeerVanished(node))) {
            LiveRooms engine = new LiveRooms(Limits.DEFAULT);
            Subscription here = subscription(2);
            engine.handle(List.of(new Input.Subscribe(here, null)));
            engine.handle(List.of(new Input.Admitted(List.of(allowed(state(1))))));

            assertThat(engine.handle(List.of(loss)))
                    .filteredOn(Effect.Admit.class::isInstance)
                    .singleElement()
                    .satisfies(admit ->
                            assertThat(((Effect.Admit) admit).requests()).allMatch(EnterRoom.Request::wantsState));
            assertThat(told(engine.handle(List.of(new Input.Admitted(List.of(allowed(state(4))))))))
                    .containsExactly(new Effect.TellRead(reading(4), here));
        }
    }

    @Test
    void nobody_is_told_again_what_everybody_knows() {
        asks(first);
        isLetIn(state(1));
        rooms.handle(List.of(new Input.RelayResumed()));

        assertThat(told(isLetIn(state(1)))).isEmpty();
    }

    @Test
    void only_clients_of_protocol_2_ask_what_is_read() {
        assertThat(asks(first))
                .filteredOn(Effect.Admit.class::isInstance)
                .allSatisfy(
                        admit -> assertThat(((Effect.Admit) admit).requests()).allMatch(EnterRoom.Request::wantsState));
        isLetIn();
        assertThat(asks(subscription(1)))
                .filteredOn(Effect.Admit.class::isInstance)
                .isNotEmpty()
                .allSatisfy(admit ->
                        assertThat(((Effect.Admit) admit).requests()).noneMatch(EnterRoom.Request::wantsState));
    }

    @Test
    void the_users_whose_readings_wait_for_a_newcomer_are_bounded() {
        asks(first);
        isLetIn();
        asks(newcomer);
        reads(1);
        for (int i = 0; i < Peers.MAX_READ_MARKERS; i++) {
            rooms.handle(List.of(new Input.PeerSignal(
                    node, new RoomSignal.Read(ROOM, new UserId(new UUID(1, i)), 2, ReadAudience.allBut(Set.of())))));
        }
        reads(2);

        assertThat(told(isLetIn()))
                .filteredOn(Effect.TellRead.class::isInstance)
                .hasSize(Peers.MAX_READ_MARKERS)
                .contains(new Effect.TellRead(reading(2), newcomer));
    }

    @Test
    void those_of_whom_nothing_was_heard_for_the_longest_time_are_forgotten() {
        SentReadMarkers told = new SentReadMarkers();
        List<UserId> users = LongStream.rangeClosed(0, SentReadMarkers.MAX_USERS)
                .mapToObj(i -> new UserId(new UUID(1, i)))
                .toList();
        users.forEach(user -> told.add(user, 5));

        assertThat(told.add(users.get(1), 4)).isFalse();
        assertThat(told.add(users.getFirst(), 4)).isTrue();
    }
}
