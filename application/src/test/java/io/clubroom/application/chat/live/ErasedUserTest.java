package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** After the deletion of a user, nothing is replayed that was read before. */
class ErasedUserTest {
    private static final RoomId ROOM = new RoomId("room");
    private static final NodeId NODE = new NodeId(UUID.randomUUID());

    private final LiveRooms rooms = new LiveRooms(Limits.DEFAULT);
    private final Subscription stays = subscription();

    private static Subscription subscription() {
        User user = UserFixture.user().build();
        return new Subscription(ROOM, Actor.SignedIn.of(user), Participant.of(user), 2);
    }

    private static Rooms.Reached reached(long messages, long changes) {
        return new Rooms.Reached(Instant.EPOCH, messages, changes);
    }

    private static RoomChange posted(long number) {
        return new RoomChange.Posted(
                number,
                new Message(
                        new MessageId(new UUID(0, number)),
                        ROOM,
                        number,
                        null,
                        new MessageText("text " + number),
                        null,
                        Instant.EPOCH));
    }

    private List<Effect> enter(Subscription subscription, After after, Rooms.Reached reached) {
        rooms.handle(List.of(new Input.Subscribe(subscription, after)));
        return rooms.handle(
                List.of(new Input.Admitted(List.of(new EnterRoom.Decision.Allowed(reached, null, true, null)))));
    }

    /** Another node has stored changes. */
    private void deliver(Rooms.Reached reached, RoomChange... changes) {
        List<Effect> effects =
                rooms.handle(List.of(new Input.PeerSignal(NODE, new RoomSignal.Reached(ROOM, reached.lastChange()))));
        Effect.Load load = only(effects, Effect.Load.class);
        List<Effect> delivered = rooms.handle(List.of(loaded(load, reached, changes)));
        assertThat(only(delivered, Effect.Deliver.class).changes()).containsExactly(changes);
    }

    private static Input loaded(Effect.Load load, Rooms.Reached reached, RoomChange... changes) {
        return new Input.Loaded(
                load.load(), new FollowRooms.News(Map.of(ROOM, reached), Map.of(ROOM, List.of(changes))));
    }

    private static <T extends Effect> T only(List<Effect> effects, Class<T> type) {
        List<T> found =
                effects.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as(effects.toString()).hasSize(1);
        return found.getFirst();
    }

    @Test
    void what_is_in_memory_is_read_again() {
        enter(stays, null, reached(0, 0));
        deliver(reached(2, 2), posted(1), posted(2));
        assertThat(only(enter(subscription(), new After.AfterChange(1), reached(2, 2)), Effect.Replay.class)
                        .changes())
                .containsExactly(posted(2));

        deliver(reached(2, 3), new RoomChange.UserErased(3, ROOM, new UserId(UUID.randomUUID())));

        assertThat(only(enter(subscription(), new After.AfterChange(1), reached(2, 3)), Effect.Load.class)
                        .after())
                .isEqualTo(Map.of(ROOM, 1L));
    }

    @Test
    void a_page_that_is_being_read_is_read_again() {
        enter(stays, null, reached(2, 2));
        Subscription returns = subscription();
        Effect.Load page = only(enter(returns, new After.AfterChange(0), reached(2, 2)), Effect.Load.class);
        RoomChange erased = new RoomChange.UserErased(3, ROOM, new UserId(UUID.randomUUID()));

        deliver(reached(2, 3), erased);
        List<Effect> effects = rooms.handle(List.of(loaded(page, reached(2, 2), posted(1), posted(2))));

        assertThat(effects).noneMatch(Effect.Replay.class::isInstance);
        Effect.Load again = only(effects, Effect.Load.class);
        Effect.Replay replay = only(
                rooms.handle(List.of(loaded(again, reached(2, 3), posted(1), posted(2), erased))), Effect.Replay.class);
        assertThat(replay.changes()).containsExactly(posted(1), posted(2), erased);
        assertThat(replay.last()).isTrue();
    }
}
