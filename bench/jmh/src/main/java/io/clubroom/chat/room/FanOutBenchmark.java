package io.clubroom.chat.room;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The cost of handing one frame to all connections of a room, without their sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FanOutBenchmark {
    private static final int BURST = 500;

    @Param({"10", "1000"})
    public int seats;

    private final EventLoop loop = new DefaultEventLoop();
    private final ByteBuf frame = Unpooled.unreleasableBuffer(Unpooled.directBuffer(400).writeZero(400));
    private final LiveRoom room = new LiveRoom(RoomId.of("general"));

    private final class Counter implements Outlet {
        long bytes;

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void send(ByteBuf frames, boolean essential) {
            bytes += frames.readableBytes();
            frames.release();
        }

        @Override
        public void sendThen(ByteBuf frames, Runnable action) {
            throw new AssertionError("nothing is replayed");
        }

        @Override
        public void entered(Seat seat) {}

        @Override
        public void left(Seat seat, ServerFrame why) {}

        @Override
        public void close(CloseCode code, ServerFrame why) {}
    }

    @Setup
    public void enter() throws Exception {
        User user = UserFixture.user().build();
        for (int i = 0; i < seats; i++) {
            room.add(
                    new Seat(
                            new Counter(),
                            room.id(),
                            new Actor.SignedIn(user.id(), user.role()),
                            Participant.of(user)),
                    () -> {});
        }
        loop.submit(() -> {}).get();
    }

    @TearDown
    public void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** Enough operations per invocation to make the 50 µs of a round trip to the event loop irrelevant. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public Object broadcast() throws Exception {
        for (int i = 0; i < BURST; i++) {
            room.broadcast(frame, true, Map.of(), _ -> {});
        }
        return loop.submit(() -> {}).get();
    }
}
