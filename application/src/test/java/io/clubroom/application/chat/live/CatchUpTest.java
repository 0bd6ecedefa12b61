package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final int CATCH_UP = 2;
    private static final Limits LIMITS = new Limits(
            2,
            256,
            20_000,
            1_000,
            1_000,
            CATCH_UP,
            1_000,
            100,
            128 * 1024,
            2,
            256,
            16 * 1024 * 1024,
            1_000,
            Duration.ofMillis(250),
            Duration.ofSeconds(3));

    private final LiveRooms rooms = new LiveRooms(LIMITS);

    private void enter(RoomId room) {
        User user = UserFixture.user().build();
        Subscription subscription = new Subscription(room, Actor.SignedIn.of(user), Participant.of(user), 2);
        rooms.handle(List.of(new Input.Subscribe(subscription, null)));
        rooms.handle(List.of(new Input.Admitted(
                List.of(new EnterRoom.Decision.Allowed(new Rooms.Reached(Instant.EPOCH, 0, 0), null, true, null)))));
    }

    private static List<Effect.Load> loads(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Load.class::isInstance)
                .map(Effect.Load.class::cast)
                .toList();
    }

    @Test
    void a_bounded_number_of_rooms_is_read_at_once() {
        NodeId node = new NodeId(UUID.randomUUID());
        List<RoomId> all = IntStream.rangeClosed(0, CATCH_UP)
                .mapToObj(i -> new RoomId("room-" + i))
                .toList();
        all.forEach(this::enter);

        List<Effect.Load> first = loads(rooms.handle(all.stream()
                .<Input>map(room -> new Input.PeerSignal(node, new RoomSignal.Reached(room, 1)))
                .toList()));

        assertThat(first).hasSize(1);
        assertThat(first.getFirst().after()).hasSize(CATCH_UP);
        FollowRooms.News nothing = new FollowRooms.News(Map.of(), Map.of());
        assertThat(loads(rooms.handle(List.of(new Input.Loaded(first.getFirst().load(), nothing)))))
                .singleElement()
                .satisfies(next -> assertThat(next.after()).containsOnlyKeys(all.getLast()));
    }
}
