package io.clubroom.chat.dispatch;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.live.Action;
import io.clubroom.application.chat.live.After;
import io.clubroom.chat.feed.TestFeeds;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.ForwardedMessages;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Thousands of clients that return at the same time cost a read and an encoding, not thousands. */
class SharedReplayTest {
    private static final int RETURNING = 500;
    private static final int MISSED = 50;
    private static final Pattern MESSAGE = Pattern.compile("\"type\":\"message\"");
    private static final Room ROOM = RoomsContract.room("room");

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms stored = new InMemoryRooms(transactions);
    private final CountingMessages messages = new CountingMessages(new InMemoryMessages(stored, users));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ChatDispatcher dispatcher = new ChatDispatcher(
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
            TestFeeds.idle(),
            InstantSource.system(),
            new ChatMetrics(meters));
    private final EventLoop loop = new DefaultEventLoop();
    private final User author = UserFixture.user().build();
    private final User reader = UserFixture.user().build();
    private final Set<Long> buffers = ConcurrentHashMap.newKeySet();

    /** Counts reads of messages. */
    private static final class CountingMessages extends ForwardedMessages {
        private final AtomicInteger reads = new AtomicInteger();

        CountingMessages(Messages messages) {
            super(messages);
        }

        AtomicInteger reads() {
            return reads;
        }

        @Override
        public List<Message> newest(RoomId room, long after, long before, int limit) {
            reads.incrementAndGet();
            return super.newest(room, after, before, limit);
        }

        @Override
        public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
            reads.incrementAndGet();
            return super.following(after, limit);
        }

        @Override
        public Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> after, int limit) {
            reads.incrementAndGet();
            return super.changes(after, limit);
        }
    }

    /** Records what is replayed to it. */
    private final class Returning implements Receiver {
        volatile int live;
        volatile boolean entered;
        volatile String replayed = "";

        @Override
        public EventLoop eventLoop() {
            return loop;
        }

        @Override
        public boolean write(ByteBuf frames, boolean essential) {
            live += MESSAGE.split(frames.toString(UTF_8), -1).length - 1;
            frames.release();
            return false;
        }

        @Override
        public boolean writeReplay(ByteBuf frames, @Nullable Runnable written) {
            buffers.add(frames.memoryAddress());
            replayed += frames.toString(UTF_8);
            frames.release();
            if (written != null) {
                written.run();
            }
            return false;
        }

        @Override
        public void flush() {}

        @Override
        public void subscribed(ChatSubscription subscription) {
            entered = true;
        }

        @Override
        public void answered(ChatSubscription subscription) {
            throw new AssertionError("nothing is refused");
        }

        @Override
        public void unsubscribed(ChatSubscription subscription) {
            throw new AssertionError("nobody leaves");
        }

        @Override
        public void close(CloseCode code, ServerFrame.Failed error) {
            throw new AssertionError(error);
        }

        @Override
        public void abort() {
            throw new AssertionError("nothing fails");
        }
    }

    @BeforeEach
    void start() {
        users.add(author);
        users.add(reader);
        stored.add(ROOM);
        dispatcher.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        dispatcher.stop();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private ChatSubscription subscription(Receiver receiver, User user) {
        return new ChatSubscription(receiver, ROOM.id(), Actor.SignedIn.of(user), Participant.of(user));
    }

    /** Fills the live room with messages of its author, who stays. */
    private void publish() {
        Returning stays = new Returning();
        ChatSubscription subscription = subscription(stays, author);
        dispatcher.subscribe(subscription, null);
        await().until(() -> stays.entered);
        for (int i = 1; i <= MISSED; i++) {
            dispatcher.change(
                    subscription,
                    new Action.Post(MessageText.of("number " + i), List.of(), null),
                    new ClientMessageId("id-" + i));
        }
        await().until(() -> stays.live == MISSED);
        messages.reads().set(0);
    }

    @Test
    void all_who_return_with_the_same_position_get_the_same_bytes_and_nothing_is_read() {
        publish();
        List<Returning> readers =
                IntStream.range(0, RETURNING).mapToObj(_ -> new Returning()).toList();

        readers.forEach(each -> dispatcher.subscribe(subscription(each, reader), new After.AfterSeq(0)));

        await().untilAsserted(() -> assertThat(readers)
                .allSatisfy(each -> assertThat(each.replayed)
                        .contains("\"seq\":1,", "\"seq\":" + MISSED + ",")
                        .doesNotContain("client_message_id")));
        assertThat(messages.reads()).hasValue(0);
        // One for each turn of the dispatcher.
        assertThat(buffers.size()).isLessThan(RETURNING / 5);
        assertThat(meters.get("clubroom.chat.messages.replayed").counter().count())
                .isEqualTo(RETURNING * MISSED);
    }

    @Test
    void an_author_who_returns_gets_the_client_message_ids() {
        publish();
        Returning returned = new Returning();

        dispatcher.subscribe(subscription(returned, author), new After.AfterSeq(0));

        await().untilAsserted(() -> assertThat(returned.replayed)
                .contains("\"client_message_id\":\"id-1\"", "\"client_message_id\":\"id-" + MISSED + "\""));
    }
}
