package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.application.chat.live.Readings;
import io.clubroom.application.chat.live.Subscription;
import io.clubroom.chat.Bounds;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.RoomId;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.netty.buffer.ByteBufAllocator;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the read markers that clients send, on its own thread. Sends an error to clients whose marker is refused. */
@Singleton
public final class ReadingQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ReadingQueue.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    /** @param subscription the sender; null only wakes up the thread */
    private record Request(@Nullable ChatSubscription subscription, long seq) {}

    private final MarkReadings markReadings;
    private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(Bounds.READINGS);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-readings").unstarted(this::run);
    private volatile boolean stopping;

    /** Confined to the thread. */
    private final Readings readings = new Readings();

    public ReadingQueue(MarkReadings markReadings) {
        this.markReadings = markReadings;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    /** Stores the read markers accepted so far, while the database is still reachable, and then stops. */
    @EventListener
    void stop(ShutdownEvent event) throws InterruptedException {
        stopping = true;
        queue.offer(new Request(null, 0));
        if (thread.isAlive() && !thread.join(STOP_TIMEOUT)) {
            thread.interrupt();
        }
    }

    /** Queues a read marker to be stored; returns false if too many are queued. */
    public boolean add(ChatSubscription subscription, long seq) {
        return queue.offer(new Request(subscription, seq));
    }

    private void run() {
        try {
            while (!stopping) {
                take();
                store(System.nanoTime());
            }
            storeAll();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() throws InterruptedException {
        Long left = readings.nanosLeft(System.nanoTime());
        Request first = left == null ? queue.take() : queue.poll(left, TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        List<Request> all = new ArrayList<>();
        all.add(first);
        queue.drainTo(all);
        accept(all);
    }

    /** Stores all queued read markers without waiting for the end of their periods. */
    private void storeAll() {
        List<Request> all = new ArrayList<>();
        queue.drainTo(all);
        accept(all);
        while (!readings.isIdle()) {
            store(System.nanoTime() + Readings.PERIOD.toNanos());
        }
    }

    private void accept(List<Request> all) {
        for (Request next : all) {
            ChatSubscription subscription = next.subscription();
            if (subscription != null && !readings.add(subscription, next.seq())) {
                send(subscription, ServerFrame.Failed.of(ErrorCode.OVERLOADED, subscription.room()));
            }
        }
    }

    private void store(long now) {
        List<MarkReadings.Request> requests = readings.next(now);
        if (requests.isEmpty()) {
            return;
        }
        try {
            for (Readings.Rejected rejected :
                    readings.stored(markReadings.mark(requests).outcomes())) {
                Subscription subscription = rejected.subscription();
                send(subscription, failed(rejected.outcome(), subscription.room()));
            }
        } catch (Unavailable away) {
            failed(ErrorCode.UNAVAILABLE);
        } catch (RuntimeException failure) {
            LOG.error("Cannot store read markers", failure);
            failed(ErrorCode.INTERNAL_ERROR);
        }
    }

    private void failed(ErrorCode code) {
        readings.failed().forEach(subscription -> send(subscription, ServerFrame.Failed.of(code, subscription.room())));
    }

    private static ServerFrame failed(MarkReadings.Outcome outcome, RoomId room) {
        return switch (outcome) {
            case BEYOND_END ->
                new ServerFrame.Failed(
                        ErrorCode.INVALID_FRAME, "seq must not be higher than that of the last message", room, null);
            case DONE, NOT_FOUND -> ServerFrame.Failed.of(ErrorCode.NOT_CONNECTED, room);
        };
    }

    private static void send(Subscription rejected, ServerFrame frame) {
        ChatSubscription subscription = (ChatSubscription) rejected;
        Receiver receiver = subscription.receiver();
        try {
            receiver.eventLoop().execute(() -> {
                if (!subscription.isEnded()
                        && receiver.write(FrameWriter.write(ByteBufAllocator.DEFAULT, frame), true)) {
                    receiver.flush();
                }
            });
        } catch (RejectedExecutionException terminated) {
            // All connections of the event loop are closed.
        }
    }
}
