package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.live.Effect;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The cost of a message from the engine's effect to all connections of a room, without their sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FanOutBenchmark {
    private static final int BURST = 500;
    private static final RoomId ROOM = RoomId.of("general");

    @Param({"10", "1000"})
    public int receivers;

    private final EventLoop loop = new DefaultEventLoop();
    private final User user = UserFixture.user().build();
    private final Deliveries deliveries =
            new Deliveries(new InputQueue(), InstantSource.system(), new ChatMetrics(new SimpleMeterRegistry()));
    private final Effect.Deliver message = new Effect.Deliver(
            ROOM,
            List.of(new RoomChange.Posted(
                    1,
                    new Message(
                            new MessageId(UUID.randomUUID()),
                            ROOM,
                            1,
                            Participant.of(user),
                            new MessageText("x".repeat(100)),
                            null,
                            Instant.EPOCH))),
            List.of(),
            null);

    private final class Counter implements Receiver {
        long bytes;

        @Override
        public EventLoop eventLoop() {
            return loop;
        }

        @Override
        public boolean write(ByteBuf frames, boolean essential) {
            bytes += frames.readableBytes();
            frames.release();
            return true;
        }

        @Override
        public boolean writeReplay(ByteBuf frames, @Nullable Runnable written) {
            throw new AssertionError("nothing is replayed");
        }

        @Override
        public void flush() {}

        @Override
        public void subscribed(ChatSubscription subscription) {}

        @Override
        public void answered(ChatSubscription subscription) {}

        @Override
        public void unsubscribed(ChatSubscription subscription) {}

        @Override
        public void close(CloseCode code, ServerFrame.Failed error) {}

        @Override
        public void abort() {}
    }

    @Setup
    public void enter() throws Exception {
        Effect.Welcome welcome = new Effect.Welcome(ROOM, 0, 0, List.of(), 1);
        for (int i = 0; i < receivers; i++) {
            ChatSubscription subscription =
                    new ChatSubscription(new Counter(), ROOM, Actor.SignedIn.of(user), Participant.of(user));
            deliveries.subscribed(new Effect.Subscribed(subscription, welcome, null, true, null));
        }
        deliveries.end();
        loop.submit(() -> {}).get();
    }

    @TearDown
    public void stop() {
        deliveries.close();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** Enough operations per invocation to make the 50 µs of a round trip to the event loop irrelevant. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public Object deliver() throws Exception {
        for (int i = 0; i < BURST; i++) {
            deliveries.deliver(message);
            deliveries.end();
        }
        return loop.submit(() -> {}).get();
    }
}
