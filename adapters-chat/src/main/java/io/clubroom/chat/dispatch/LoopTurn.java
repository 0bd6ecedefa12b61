package io.clubroom.chat.dispatch;

import io.clubroom.chat.metrics.ChatMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task of one turn of the dispatcher on one event loop: runs all steps in order, then flushes each connection that was written to. */
final class LoopTurn implements Runnable {
    /** A step. Exactly one of its methods is called. */
    interface Step {
        /** Runs on the event loop. */
        void run(LoopTurn turn);

        /** Releases the buffers, because the event loop and all its connections have terminated. */
        default void discard() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(LoopTurn.class);

    private final EventLoop loop;
    private final ChatMetrics metrics;
    private final List<Step> steps = new ArrayList<>();
    private final List<Collection<ChatSubscription>> receivers = new ArrayList<>();
    private final List<Receiver> written = new ArrayList<>();
    private final List<Long> commits = new ArrayList<>(1);
    private boolean isLastStep;

    LoopTurn(EventLoop loop, ChatMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
    }

    /** @param concerned the subscriptions to which the step sends frames; confined to the event loop */
    void add(Collection<ChatSubscription> concerned, Step step) {
        steps.add(step);
        receivers.add(concerned);
    }

    /** Submits the task to the event loop. */
    void start() {
        try {
            loop.execute(this);
        } catch (RejectedExecutionException terminated) {
            steps.forEach(Step::discard);
        }
    }

    @Override
    public void run() {
        for (int i = 0; i < steps.size(); i++) {
            isLastStep = i == steps.size() - 1;
            try {
                steps.get(i).run(this);
            } catch (RuntimeException | OutOfMemoryError failure) {
                LOG.error("Cannot send to chat clients", failure);
                // These clients reconnect and miss nothing. The other steps concern other clients.
                receivers.get(i).forEach(subscription -> subscription.receiver().abort());
            }
        }
        for (Receiver receiver : written) {
            receiver.flush();
        }
        for (long committedAt : commits) {
            metrics.deliveredAfter(System.nanoTime() - committedAt);
        }
    }

    /** Writes frames and releases them. */
    void write(Receiver receiver, ByteBuf frames, boolean essential) {
        if (receiver.write(frames, essential)) {
            mustFlush(receiver);
        }
    }

    /** Writes frames, ignoring the outbound limit, and releases them. */
    void writeReplay(Receiver receiver, ByteBuf frames, @Nullable Runnable afterwards) {
        if (receiver.writeReplay(frames, afterwards)) {
            mustFlush(receiver);
        }
    }

    private void mustFlush(Receiver receiver) {
        if (isLastStep) {
            // Flush immediately: a second pass over a thousand receivers would miss the CPU caches again.
            receiver.flush();
        } else {
            written.add(receiver);
        }
    }

    /** Records, at the end of this turn, the time since the commit of messages. */
    void measureFrom(long committedAt) {
        commits.add(committedAt);
    }
}
