package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.user.GetUser;
import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.dispatch.TestDispatcher;
import io.clubroom.chat.feed.TestFeeds;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The connections of a node over a simulated network and a simulated clock, in tests. Every token is valid. */
final class EmbeddedChat implements AutoCloseable {
    static final int OUTBOUND_LIMIT = 1_048_576;
    static final int MESSAGES_PER_SECOND = 5;
    static final long MAX_MEMORY = 4_000_000;

    /** A connection. */
    final class Line {
        final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
        final ClientConnection connection;

        private Line(@Nullable Duration firstPing) {
            connection = firstPing == null
                    ? connections.newConnection(channel, null, null)
                    : connections.newConnection(channel, null, null, firstPing);
            channel.pipeline().addLast(connection.socket());
            connection.socket().open();
        }

        void say(String type, String fields) {
            channel.writeInbound(new TextWebSocketFrame(
                    "{\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}"));
            channel.runPendingTasks();
        }

        Line authenticate() {
            say("authorization", "\"token\":\"good\"");
            sent();
            return this;
        }

        /** Lets the client read nothing any more. */
        Line stall() {
            channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                @Override
                public void flush(ChannelHandlerContext context) {
                    // The network accepts nothing.
                }
            });
            return this;
        }

        /** Makes this many bytes wait for the client. */
        Line owe(int bytes) {
            connection.socket().send(Unpooled.buffer(bytes).writeZero(bytes), true);
            return this;
        }

        /** What was sent since the last call: JSON, pings and pongs by name, a close frame by its code. */
        List<String> sent() {
            List<String> sent = new ArrayList<>();
            for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
                int first = frame.isReadable() ? frame.getUnsignedByte(frame.readerIndex()) : 0;
                switch (first) {
                    case 0x88 -> sent.add("close " + frame.skipBytes(2).readUnsignedShort());
                    case 0x89 -> sent.add("ping");
                    case 0x8A -> sent.add("pong " + frame.skipBytes(2).toString(UTF_8));
                    default -> sent.add(frame.toString(UTF_8));
                }
                frame.release();
            }
            return sent;
        }
    }

    final MockTicker ticker = Ticker.newMockTicker();
    final AtomicLong usedMemory = new AtomicLong();
    final Connections connections;
    final List<Line> lines = new ArrayList<>();

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);
    private final TestDispatcher dispatcher;
    private volatile @Nullable CyclicBarrier withoutRelief;

    EmbeddedChat() {
        InMemoryUsers users = new InMemoryUsers(transactions);
        InMemoryRooms rooms = new InMemoryRooms(transactions);
        InMemoryMessages messages = new InMemoryMessages(rooms, users);
        ChatMetrics metrics = new ChatMetrics(new SimpleMeterRegistry());
        User user = UserFixture.user().build();
        users.add(user);
        dispatcher = new TestDispatcher(
                new ChangeMessages(
                        messages,
                        new InMemoryTokenRevocations(new InMemoryTransactions()),
                        InstantSource.system(),
                        () -> new MessageId(UUID.randomUUID()),
                        EditWindow.DEFAULT,
                        _ -> {}),
                new EnterRoom(rooms, rooms, new InMemoryRoomReads(rooms, users)),
                new FollowRooms(rooms, messages),
                new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions),
                metrics);
        VerifiedToken token = new VerifiedToken(Actor.SignedIn.of(user), Instant.MAX);
        connections = new Connections(
                new ChatSettings(MESSAGES_PER_SECOND, OUTBOUND_LIMIT, List.of(), 100_000),
                new Authentication(_ -> Optional.of(token), new GetUser(users)),
                Reportings.over(transactions, rooms, users, messages),
                new TypingNotices(rooms, dispatcher.dispatcher()),
                ReadingQueues.over(rooms, users),
                dispatcher.dispatcher(),
                TestFeeds.idle(),
                revocations,
                InstantSource.system(),
                new DirectMemory(this::usedMemory, MAX_MEMORY),
                metrics);
    }

    private long usedMemory() {
        CyclicBarrier barrier = withoutRelief;
        if (barrier != null) {
            meet(barrier);
            meet(barrier);
        }
        return usedMemory.get();
    }

    /** Runs the action while the thread that closes connections for their memory waits. */
    void withoutRelief(Runnable action) {
        CyclicBarrier barrier = new CyclicBarrier(2);
        withoutRelief = barrier;
        meet(barrier);
        withoutRelief = null;
        try {
            action.run();
        } finally {
            meet(barrier);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A connection that is first pinged when it has been idle for the whole interval. */
    Line open() {
        return open(WebSocketConnection.PING_INTERVAL);
    }

    /** A connection that is first pinged at a random moment. */
    Line openAsUsual() {
        return open(null);
    }

    private Line open(@Nullable Duration firstPing) {
        Line line = new Line(firstPing);
        lines.add(line);
        return line;
    }

    /** Advances the clock, with the periodic checks of the node. */
    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            ticker.advance(Math.min(100, left), TimeUnit.MILLISECONDS);
            for (Line line : lines) {
                line.connection.check(Instant.now(), revocations);
                line.channel.runPendingTasks();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        lines.forEach(line -> line.channel.finishAndReleaseAll());
        connections.stop();
        dispatcher.close();
    }
}
