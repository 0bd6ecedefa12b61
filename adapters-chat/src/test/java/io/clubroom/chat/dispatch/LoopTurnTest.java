package io.clubroom.chat.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTurnTest {
    private final EventLoop loop = new DefaultEventLoop();
    private final ChatMetrics metrics = new ChatMetrics(new SimpleMeterRegistry());
    private final LoopTurn turn = new LoopTurn(loop, metrics);
    private final User user = UserFixture.user().build();
    private final List<String> calls = new ArrayList<>();

    /** Records the calls. */
    private final class Recorder implements Receiver {
        private final String name;
        private boolean unflushed;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public EventLoop eventLoop() {
            return loop;
        }

        @Override
        public boolean write(ByteBuf frames, boolean essential) {
            calls.add(name + " write");
            boolean isFirst = !unflushed;
            unflushed = true;
            return isFirst;
        }

        @Override
        public boolean writeReplay(ByteBuf frames, @Nullable Runnable written) {
            return write(frames, true);
        }

        @Override
        public void flush() {
            calls.add(name + " flush");
        }

        @Override
        public void subscribed(ChatSubscription subscription) {}

        @Override
        public void answered(ChatSubscription subscription) {}

        @Override
        public void unsubscribed(ChatSubscription subscription) {}

        @Override
        public void close(CloseCode code, ServerFrame.Failed error) {}

        @Override
        public void abort() {
            calls.add(name + " abort");
        }
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private ChatSubscription subscription(String name) {
        return new ChatSubscription(
                new Recorder(name), new RoomId("general"), Actor.SignedIn.of(user), Participant.of(user));
    }

    private void addWrite(ChatSubscription subscription) {
        turn.add(List.of(subscription), onLoop -> onLoop.write(subscription.receiver(), Unpooled.EMPTY_BUFFER, true));
    }

    private void run() throws Exception {
        turn.start();
        loop.submit(() -> {}).get();
    }

    @Test
    void each_receiver_is_flushed_once_after_all_steps() throws Exception {
        ChatSubscription anna = subscription("Anna");
        ChatSubscription john = subscription("John");
        addWrite(anna);
        addWrite(john);
        addWrite(anna);

        run();

        assertThat(calls).containsExactly("Anna write", "John write", "Anna write", "Anna flush", "John flush");
    }

    @Test
    void the_receivers_of_a_step_that_fails_are_disconnected_and_the_others_are_served() throws Exception {
        turn.add(List.of(subscription("Anna"), subscription("Mary")), _ -> {
            throw new OutOfMemoryError("made by the test");
        });
        addWrite(subscription("John"));

        run();

        assertThat(calls).containsExactly("Anna abort", "Mary abort", "John write", "John flush");
    }

    @Test
    void an_event_loop_that_has_terminated_discards_its_steps() throws Exception {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).get();
        turn.add(List.of(), new LoopTurn.Step() {
            @Override
            public void run(LoopTurn onLoop) {
                calls.add("run");
            }

            @Override
            public void discard() {
                calls.add("discard");
            }
        });

        turn.start();

        assertThat(calls).containsExactly("discard");
    }
}
