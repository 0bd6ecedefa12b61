package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The timeouts of a connection, on a simulated clock. */
class LivenessTest {
    private static final String PING = "ping";
    private static final int OUTBOUND_LIMIT = 1_048_576;
    private static final ChatSettings SETTINGS = new ChatSettings(20, OUTBOUND_LIMIT, List.of(), 100_000);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms stored = new InMemoryRooms(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(stored, users);
    private final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);
    private final User user = UserFixture.user().build();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final ChatMetrics metrics = new ChatMetrics(new SimpleMeterRegistry());
    private final TestDispatcher dispatcher = new TestDispatcher(
            new ChangeMessages(
                    messages,
                    new InMemoryTokenRevocations(new InMemoryTransactions()),
                    InstantSource.system(),
                    () -> new MessageId(UUID.randomUUID()),
                    EditWindow.DEFAULT,
                    _ -> {}),
            new EnterRoom(stored, stored, new InMemoryRoomReads(stored, users)),
            new FollowRooms(stored, messages),
            new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions),
            metrics);
    private final Connections connections = new Connections(
            SETTINGS,
            new Authentication(this::verify, new GetUser(users)),
            Reportings.over(transactions, stored, users, messages),
            new TypingNotices(stored, dispatcher.dispatcher()),
            ReadingQueues.over(stored, users),
            dispatcher.dispatcher(),
            TestFeeds.idle(),
            revocations,
            InstantSource.system(),
            new DirectMemory(() -> 0, 1),
            metrics);
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final ClientConnection connection =
            connections.newConnection(channel, null, null, WebSocketConnection.PING_INTERVAL);

    private Optional<VerifiedToken> verify(String token) {
        return Optional.of(new VerifiedToken(Actor.SignedIn.of(user), Instant.MAX));
    }

    @BeforeEach
    void connect() {
        users.add(user);
        channel.pipeline().addLast(connection.socket());
    }

    @AfterEach
    void end() throws InterruptedException {
        channel.finishAndReleaseAll();
        connections.stop();
        dispatcher.close();
    }

    private void authenticate() {
        channel.writeInbound(new TextWebSocketFrame("{\"type\":\"authorization\",\"token\":\"good\"}"));
        channel.runPendingTasks();
        assertThat(sent()).contains("authenticated");
    }

    /** Advances the clock, with the periodic checks of the node. */
    private void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            ticker.advance(Math.min(100, left), TimeUnit.MILLISECONDS);
            connection.check(Instant.now(), revocations);
            channel.runPendingTasks();
        }
    }

    /** What was sent since the last call; pings by name, a close frame by its code. */
    private String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            int first = frame.isReadable() ? frame.readUnsignedByte() : 0;
            switch (first) {
                case 0x89 -> sent.append(PING);
                case 0x88 -> sent.append("close ").append(frame.skipBytes(1).readUnsignedShort());
                default -> sent.append(frame.toString(UTF_8));
            }
            frame.release();
        }
        return sent.toString();
    }

    @Test
    void closes_a_connection_that_does_not_authenticate_in_ten_seconds() {
        pass(Duration.ofMillis(10_000));
        assertThat(sent()).isEmpty();

        pass(Duration.ofMillis(100));

        assertThat(sent()).contains("authentication_timeout").endsWith("close 4401");
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(new CloseWebSocketFrame(4401, ""));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_client_that_authenticates_within_ten_seconds_stays() {
        pass(Duration.ofMillis(9_900));
        authenticate();

        pass(Duration.ofSeconds(20));

        assertThat(sent()).isEmpty();
    }

    @Test
    void a_silent_client_is_pinged_every_30_seconds_and_closed_after_75() {
        authenticate();
        pass(Duration.ofMillis(29_900));
        assertThat(sent()).isEmpty();
        pass(Duration.ofMillis(100));
        assertThat(sent()).isEqualTo(PING);
        pass(Duration.ofMillis(29_900));
        assertThat(sent()).isEmpty();
        pass(Duration.ofMillis(100));
        assertThat(sent()).isEqualTo(PING);

        pass(Duration.ofSeconds(15));
        assertThat(sent()).isEmpty();
        pass(Duration.ofMillis(100));
        assertThat(sent()).isEqualTo("close 1011");

        // No answer is expected, so the timeout is short.
        pass(Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void first_pings_are_spread_over_the_second_half_of_their_interval() throws Exception {
        List<Integer> pingedAfter = new ArrayList<>();
        try (EmbeddedChat chat = new EmbeddedChat()) {
            for (int i = 0; i < 100; i++) {
                chat.openAsUsual().authenticate();
            }
            for (int second = 1; second <= 30; second++) {
                chat.pass(Duration.ofSeconds(1));
                for (EmbeddedChat.Line line : chat.lines) {
                    if (line.sent().contains(PING)) {
                        pingedAfter.add(second);
                    }
                }
            }
        }

        assertThat(pingedAfter).hasSize(100).allMatch(second -> second > 15 && second <= 30);
        assertThat(pingedAfter.stream().collect(Collectors.groupingBy(second -> second, Collectors.counting())))
                .hasSizeGreaterThan(8)
                .allSatisfy((_, pinged) -> assertThat(pinged).isLessThan(30));
    }

    @Test
    void a_client_that_only_answers_pings_stays() {
        authenticate();
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(30));
            assertThat(sent()).isEqualTo(PING);
            channel.writeInbound(new PongWebSocketFrame());
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void an_active_client_is_not_pinged() {
        authenticate();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(20));
            channel.writeInbound(new TextWebSocketFrame("{\"type\":\"ping\"}"));
            assertThat(sent()).contains("pong").doesNotContain(PING);
        }
    }

    @Test
    void a_client_that_does_not_answer_the_close_frame_is_disconnected_after_a_timeout() {
        authenticate();
        channel.writeInbound(new TextWebSocketFrame("{\"type\":\"authorization\",\"token\":\"good\"}"));
        revocations.revokeBelow(user.id(), user.tokenVersion() + 1);
        pass(Duration.ofMillis(100));
        assertThat(sent()).contains("invalid_token").endsWith("close 4401");

        pass(Duration.ofMillis(9_900));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofMillis(100));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_client_that_reads_too_slowly_has_30_seconds_to_reach_the_close_frame() {
        authenticate();
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                // The network accepts nothing.
            }
        });
        connection.socket().send(Unpooled.buffer(OUTBOUND_LIMIT).writeZero(OUTBOUND_LIMIT), true);
        assertThat(connection.socket().isClosing()).isFalse();

        connection.socket().send(Unpooled.buffer(1).writeZero(1), true);

        assertThat(connection.socket().isClosing()).isTrue();
        pass(Duration.ofMillis(29_900));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofMillis(100));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_client_that_disconnects_in_the_middle_of_a_message_logs_nothing() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(WebSocketConnection.class);
        log.start();
        logger.addAppender(log);
        try {
            EmbeddedChannel another =
                    new EmbeddedChannel(new WebSocket13FrameEncoder(false), WebSocketConnection.newDecoder());
            connections.create(another, null, null).install(another.pipeline().lastContext());
            another.writeInbound(new TextWebSocketFrame(false, 0, "{\"type\":"));
            another.close();
            another.runPendingTasks();
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list).isEmpty();
    }
}
