package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.user.GetUser;
import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.dispatch.ChatSubscription;
import io.clubroom.chat.dispatch.TestDispatcher;
import io.clubroom.chat.feed.TestFeeds;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
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
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which a connection handles frames. The test gives the answers of the rooms. */
class FrameOrderTest {
    private static final RoomId A = new RoomId("a");
    private static final RoomId B = new RoomId("b");
    private static final Pattern WHAT = Pattern.compile("\"(?:type|code)\":\"(\\w+)\"");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(new InMemoryRooms(transactions), users);
    private final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);
    private final User user = UserFixture.user().build();
    private final Actor.SignedIn actor = Actor.SignedIn.of(user);
    private final ChatMetrics metrics = new ChatMetrics(new SimpleMeterRegistry());
    private final CountDownLatch over = new CountDownLatch(1);
    private final TestDispatcher dispatcher = new TestDispatcher(
            new ChangeMessages(
                    messages,
                    new InMemoryTokenRevocations(new InMemoryTransactions()),
                    InstantSource.system(),
                    () -> new MessageId(UUID.randomUUID()),
                    EditWindow.DEFAULT,
                    _ -> {}),
            new EnterRoom(
                    new SilentRooms(), keys -> Map.of(), new InMemoryRoomReads(new InMemoryRooms(transactions), users)),
            new FollowRooms(new SilentRooms(), messages),
            new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions),
            metrics);
    private final Connections connections = new Connections(
            new ChatSettings(20, 1_048_576, List.of(), 100_000),
            new Authentication(_ -> Optional.of(new VerifiedToken(actor, Instant.MAX)), new GetUser(users)),
            Reportings.over(transactions, new InMemoryRooms(transactions), users, messages),
            new TypingNotices(new InMemoryRooms(transactions), dispatcher.dispatcher()),
            ReadingQueues.over(new InMemoryRooms(transactions), users),
            dispatcher.dispatcher(),
            TestFeeds.idle(),
            revocations,
            InstantSource.system(),
            new DirectMemory(() -> 0, 1),
            metrics);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientConnection connection = connections.newConnection(channel, null, null);

    /** Blocks until the end of the test, so that the rooms never answer by themselves. */
    private final class SilentRooms implements Rooms {
        @Override
        public boolean rename(RoomId id, RoomName name) {
            return false;
        }

        @Override
        public boolean add(Room room) {
            return false;
        }

        @Override
        public boolean remove(RoomId id) {
            return false;
        }

        @Override
        public Map<Place, Long> changesAt(Collection<Place> places) {
            return Map.of();
        }

        @Override
        public Map<RoomId, Reached> reached(Collection<RoomId> ids) {
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        }
    }

    /** Allocates nothing. */
    private static final class BrokenAllocator extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new IllegalStateException("broken by the test");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new IllegalStateException("broken by the test");
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    @BeforeEach
    void connect() {
        users.add(user);
        channel.pipeline().addLast(connection.socket());
        dispatcher.dispatcher().subscribe(seat(new RoomId("nowhere")), null);
        say("authorization", "\"token\":\"good\"");
        assertThat(answers()).containsExactly("authenticated");
    }

    @AfterEach
    void end() throws InterruptedException {
        channel.finishAndReleaseAll();
        connections.stop();
        over.countDown();
        dispatcher.close();
    }

    private ChatSubscription seat(RoomId room) {
        return new ChatSubscription(connection, room, actor, Participant.of(user));
    }

    /** Enters the room. */
    private ChatSubscription in(RoomId room) {
        ChatSubscription seat = seat(room);
        connection.subscribed(seat);
        return seat;
    }

    private void left(ChatSubscription seat, ServerFrame reason) {
        seat.end();
        connection.write(FrameWriter.write(ByteBufAllocator.DEFAULT, reason), true);
        connection.unsubscribed(seat);
        connection.flush();
    }

    private void say(String type, String fields) {
        channel.writeInbound(
                new TextWebSocketFrame("{\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}"));
    }

    private void say(String type, RoomId room) {
        say(type, "\"room_id\":\"" + room + "\",\"content\":\"x\"");
    }

    private void ping() {
        say("ping", "");
    }

    /** The types of the frames sent since the last call; for errors, the code too. */
    private List<String> answers() {
        channel.runPendingTasks();
        List<String> answers = new ArrayList<>();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            for (Matcher found = WHAT.matcher(frame.toString(UTF_8)); found.find(); ) {
                answers.add(found.group(1));
            }
            frame.release();
        }
        return answers;
    }

    @Test
    void closing_a_room_does_not_end_the_wait_for_another() {
        ChatSubscription a = in(A);
        say("connect", B);
        say("message", B);
        say("connect", B);

        left(a, new ServerFrame.Disconnected(A));

        assertThat(answers()).containsExactly("disconnected");
    }

    @Test
    void a_late_answer_does_not_end_the_wait_for_the_next() {
        ChatSubscription first = in(A);
        say("connect", A);
        say("connect", A);
        say("message", A);
        left(first, new ServerFrame.Disconnected(A));
        assertThat(answers()).containsExactly("disconnected");

        left(first, ServerFrame.Failed.of(ErrorCode.ROOM_NOT_FOUND, A));

        assertThat(answers()).containsExactly("error", "room_not_found");
    }

    @Test
    void closing_a_room_ends_the_wait_for_leaving_it() {
        ChatSubscription a = in(A);
        say("disconnect", A);
        ping();
        assertThat(answers()).isEmpty();

        left(a, new ServerFrame.Disconnected(A));

        assertThat(answers()).containsExactly("disconnected", "pong");
    }

    @Test
    void no_frame_overtakes_the_waiting_ones() {
        ChatSubscription a = in(A);
        say("disconnect", A);
        say("message", B);
        left(a, new ServerFrame.Disconnected(A));

        // Arrives before the connection handles the frames that wait.
        ping();

        assertThat(answers()).containsExactly("disconnected", "error", "not_connected", "pong");
        ping();
        assertThat(answers()).containsExactly("pong");
    }

    @Test
    void reading_pauses_while_32_frames_wait_and_all_of_them_are_handled() {
        ChatSubscription a = in(A);
        say("disconnect", A);
        for (int i = 0; i < 32; i++) {
            assertThat(channel.config().isAutoRead()).isTrue();
            ping();
        }
        assertThat(channel.config().isAutoRead()).isFalse();

        left(a, new ServerFrame.Disconnected(A));

        assertThat(answers()).hasSize(33).endsWith("pong");
        assertThat(channel.config().isAutoRead()).isTrue();
        ping();
        assertThat(answers()).containsExactly("pong");
    }

    @Test
    void a_fault_while_handling_a_waiting_frame_closes_the_connection() {
        ChatSubscription a = in(A);
        say("disconnect", A);
        ping();
        channel.config().setAllocator(new BrokenAllocator());

        left(a, new ServerFrame.Disconnected(A));
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }
}
