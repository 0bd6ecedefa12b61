package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.application.chat.live.Readings;
import io.clubroom.chat.Bounds;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.ClientMessageId;
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

    /** @param requester null only wakes up the thread */
    private record Request(Readings.@Nullable Requester requester, long seq) {}

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
    public boolean add(ChatSubscription subscription, @Nullable ClientMessageId clientMessageId, long seq) {
        return queue.offer(new Request(new Readings.Requester(subscription, clientMessageId), seq));
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
            Readings.Requester requester = next.requester();
            if (requester != null && !readings.add(requester, next.seq())) {
                fail(requester, ErrorCode.OVERLOADED);
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
                reject(rejected.requester(), rejected.outcome());
            }
        } catch (Unavailable away) {
            failAll(ErrorCode.UNAVAILABLE);
        } catch (RuntimeException failure) {
            LOG.error("Cannot store read markers", failure);
            failAll(ErrorCode.INTERNAL_ERROR);
        }
    }

    private void failAll(ErrorCode code) {
        readings.failed().forEach(requester -> fail(requester, code));
    }

    private static void reject(Readings.Requester requester, MarkReadings.Outcome outcome) {
        switch (outcome) {
            case BEYOND_END ->
                fail(requester, ErrorCode.INVALID_FRAME, "seq must not be higher than that of the last message");
            case DONE, NOT_FOUND -> fail(requester, ErrorCode.NOT_CONNECTED);
        }
    }

    private static void fail(Readings.Requester requester, ErrorCode code) {
        fail(requester, code, code.message());
    }

    private static void fail(Readings.Requester requester, ErrorCode code, String message) {
        ChatSubscription subscription = (ChatSubscription) requester.subscription();
        ServerFrame error = new ServerFrame.Failed(code, message, subscription.room(), requester.clientMessageId());
        Receiver receiver = subscription.receiver();
        try {
            receiver.eventLoop().execute(() -> {
                if (!subscription.isEnded()
                        && receiver.write(FrameWriter.write(ByteBufAllocator.DEFAULT, error), true)) {
                    receiver.flush();
                }
            });
        } catch (RejectedExecutionException terminated) {
            // All connections of the event loop are closed.
        }
    }
}
