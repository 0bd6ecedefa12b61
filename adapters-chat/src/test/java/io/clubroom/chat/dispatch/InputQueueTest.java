package io.clubroom.chat.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.live.Input;
import io.clubroom.application.chat.live.Subscription;
import io.clubroom.chat.Bounds;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InputQueueTest {
    private static final RoomId ROOM = new RoomId("general");

    private final User user = UserFixture.user().build();
    private final Subscription subscription = new Subscription(ROOM, Actor.SignedIn.of(user), Participant.of(user));
    private final Input typing = new Input.Type(subscription);
    private final Input signal = new Input.PeerSignal(new NodeId(UUID.randomUUID()), new RoomSignal.Reached(ROOM, 7));
    private final InputQueue queue = new InputQueue();

    private List<Input> taken() throws InterruptedException {
        List<Input> taken = new ArrayList<>();
        queue.take(taken, Duration.ZERO);
        return taken;
    }

    @Test
    void inputs_come_in_their_order() throws Exception {
        Input leave = new Input.Unsubscribe(subscription);
        queue.addFromNode(signal);
        queue.offerFromClient(typing);
        queue.add(leave);

        assertThat(taken()).containsExactly(signal, typing, leave);
        assertThat(taken()).isEmpty();
    }

    @Test
    void beyond_its_bound_refuses_what_clients_publish_and_accepts_the_rest() throws Exception {
        for (int i = 0; i < Bounds.INPUTS_OF_CLIENTS; i++) {
            assertThat(queue.offerFromClient(typing)).isTrue();
        }

        assertThat(queue.offerFromClient(typing)).isFalse();
        queue.add(new Input.Unsubscribe(subscription));
        queue.addFromNode(signal);

        assertThat(taken()).hasSize(Bounds.INPUTS_OF_CLIENTS + 2);
        assertThat(queue.offerFromClient(typing)).isTrue();
    }

    @Test
    void beyond_its_bound_drops_what_other_nodes_signal_and_says_so_once() throws Exception {
        for (int i = 0; i < Bounds.INPUTS_OF_NODES + 10; i++) {
            queue.addFromNode(signal);
        }

        assertThat(taken()).hasSize(Bounds.INPUTS_OF_NODES);
        assertThat(queue.hasLostFromNodes()).isTrue();
        assertThat(queue.hasLostFromNodes()).isFalse();
        queue.addFromNode(signal);
        assertThat(taken()).containsExactly(signal);
        assertThat(queue.hasLostFromNodes()).isFalse();
    }

    @Test
    void a_wake_up_is_no_input() throws Exception {
        queue.wakeUp();

        List<Input> taken = new ArrayList<>();
        queue.take(taken, null);

        assertThat(taken).isEmpty();
    }
}
