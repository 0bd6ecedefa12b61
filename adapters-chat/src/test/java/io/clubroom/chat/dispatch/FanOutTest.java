package io.clubroom.chat.dispatch;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.live.Action;
import io.clubroom.chat.feed.TestFeeds;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts the work that a message causes. */
class FanOutTest {
    private static final int IN_THE_ROOM = 1_000;
    private static final int IDLE_OTHERS = 5_000;

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms stored = new InMemoryRooms(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(stored, users);
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
    private final List<CountingLoop> loops = List.of(new CountingLoop(), new CountingLoop());
    private final User user = UserFixture.user().build();

    /** Counts the tasks that it is given. */
    private static final class CountingLoop extends DefaultEventLoop {
        final AtomicInteger tasks = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            tasks.incrementAndGet();
            super.execute(task);
        }
    }

    /** Counts calls, and records the memory of the buffers that it is given to send. */
    private static final class CountingReceiver implements Receiver {
        final CountingLoop loop;
        final AtomicInteger touched;
        final AtomicInteger flushed;
        final Map<Long, Integer> buffers;
        volatile boolean entered;
        volatile String last = "";
        private boolean unflushed;

        CountingReceiver(CountingLoop loop, AtomicInteger touched, AtomicInteger flushed, Map<Long, Integer> buffers) {
            this.loop = loop;
            this.touched = touched;
            this.flushed = flushed;
            this.buffers = buffers;
        }

        @Override
        public EventLoop eventLoop() {
            touched.incrementAndGet();
            return loop;
        }

        @Override
        public boolean write(ByteBuf frames, boolean essential) {
            touched.incrementAndGet();
            if (essential) {
                buffers.merge(frames.hasMemoryAddress() ? frames.memoryAddress() : 0L, 1, Integer::sum);
            }
            last = frames.toString(UTF_8);
            frames.release();
            boolean isFirst = !unflushed;
            unflushed = true;
            return isFirst;
        }

        @Override
        public boolean writeReplay(ByteBuf frames, @Nullable Runnable written) {
            throw new AssertionError("nothing is replayed");
        }

        @Override
        public void flush() {
            unflushed = false;
            flushed.incrementAndGet();
        }

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

    private record Crowd(
            List<ChatSubscription> subscriptions,
            List<CountingReceiver> receivers,
            AtomicInteger touched,
            AtomicInteger flushed,
            Map<Long, Integer> buffers) {
        void forget() {
            touched.set(0);
            flushed.set(0);
            buffers.clear();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        dispatcher.stop();
        loops.forEach(loop -> loop.shutdownGracefully(0, 0, TimeUnit.SECONDS));
    }

    private Crowd enter(String room, int count) {
        stored.add(RoomsContract.room(room));
        AtomicInteger touched = new AtomicInteger();
        AtomicInteger flushed = new AtomicInteger();
        Map<Long, Integer> buffers = new ConcurrentHashMap<>();
        List<CountingReceiver> receivers = IntStream.range(0, count)
                .mapToObj(i -> new CountingReceiver(loops.get(i % loops.size()), touched, flushed, buffers))
                .toList();
        List<ChatSubscription> subscriptions = receivers.stream()
                .map(receiver -> new ChatSubscription(
                        receiver, RoomsContract.room(room).id(), Actor.SignedIn.of(user), Participant.of(user)))
                .toList();
        // Only the first connection of a user is announced; that must not happen while the room is being counted.
        dispatcher.subscribe(subscriptions.getFirst(), null);
        await().until(() -> receivers.getFirst().entered);
        subscriptions.subList(1, count).forEach(subscription -> dispatcher.subscribe(subscription, null));
        await().until(() -> receivers.stream().allMatch(receiver -> receiver.entered));
        return new Crowd(subscriptions, receivers, touched, flushed, buffers);
    }

    private void quiet() throws Exception {
        for (CountingLoop loop : loops) {
            loop.submit(() -> {}).get();
        }
    }

    @Test
    void a_message_costs_one_encoding_one_task_per_event_loop_and_one_write_and_flush_per_receiver() throws Exception {
        users.add(user);
        dispatcher.start();
        Crowd hall = enter("hall", IDLE_OTHERS);
        Crowd room = enter("room", IN_THE_ROOM);
        quiet();
        hall.forget();
        room.forget();
        loops.forEach(loop -> loop.tasks.set(0));

        dispatcher.change(
                room.subscriptions().getFirst(),
                new Action.Post(MessageText.of("Hello everyone!"), List.of(), null),
                null);
        await().until(() -> room.receivers().stream().allMatch(receiver -> receiver.last.contains("Hello everyone!")));
        await().untilAsserted(() -> assertThat(room.flushed()).hasValue(IN_THE_ROOM));

        assertThat(hall.touched()).hasValue(0);
        assertThat(room.touched()).hasValue(IN_THE_ROOM);
        assertThat(room.buffers()).hasSize(1).containsValue(IN_THE_ROOM).doesNotContainKey(0L);
        assertThat(loops).allSatisfy(loop -> assertThat(loop.tasks).hasValue(1));
        await().untilAsserted(() -> {
            assertThat(meters.get("clubroom.chat.messages.stored").counter().count())
                    .isEqualTo(1);
            assertThat(meters.get("clubroom.chat.messages.delivered").counter().count())
                    .isEqualTo(IN_THE_ROOM);
            assertThat(meters.get("clubroom.chat.delivery.duration").timer().count())
                    .isEqualTo(loops.size());
            assertThat(meters.get("clubroom.chat.rooms").gauge().value()).isEqualTo(2);
        });
    }
}
