package io.clubroom.chat.room;

import io.clubroom.application.chat.FollowRooms;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a returning client the messages that it missed, no faster than it reads them. */
final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private static final int THREADS = 2;

    /** Messages per read: a page of the longest messages stays far below the outbound limit. */
    private static final int PAGE = 50;

    private final FollowRooms followRooms;
    private final ChatMetrics metrics;
    private final ExecutorService executor = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("chat-replay-", 1).factory());

    Replays(FollowRooms followRooms, ChatMetrics metrics) {
        this.followRooms = followRooms;
        this.metrics = metrics;
    }

    void stop() {
        executor.shutdownNow();
    }

    /**
     * Sends the messages with {@code afterSeq < seq <= lastSeq}.
     *
     * @param which the number that {@link Seat#beginReplay} returned
     * @param end runs at the end, on the event loop of the seat
     */
    void replay(Seat seat, int which, long afterSeq, long lastSeq, Runnable end) {
        try {
            executor.execute(() -> page(seat, which, afterSeq, lastSeq, end));
        } catch (RejectedExecutionException stopped) {
            // The server is stopping and closes all connections.
        }
    }

    private void page(Seat seat, int which, long afterSeq, long lastSeq, Runnable end) {
        List<Message> messages;
        try {
            messages =
                    followRooms
                            .follow(Map.of(seat.room(), afterSeq), PAGE)
                            .messages()
                            .getOrDefault(seat.room(), List.of())
                            .stream()
                            .filter(message -> message.seq() <= lastSeq)
                            .toList();
        } catch (RuntimeException failure) {
            ErrorCode code = failure instanceof Unavailable ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
            if (code == ErrorCode.INTERNAL_ERROR) {
                LOG.error("Chat replay failed", failure);
            }
            // Going on would leave a gap, so the client must come back.
            LiveRoom.on(
                    seat.outlet().loop(),
                    () -> seat.outlet().close(CloseCode.TRY_LATER, ServerFrame.Failed.of(code, seat.room())));
            return;
        }
        boolean last = messages.isEmpty() || messages.getLast().seq() >= lastSeq;
        ByteBuf frames = FrameWriter.write(
                ByteBufAllocator.DEFAULT,
                messages.stream()
                        .map(message -> new ServerFrame.Posted(
                                message, isBy(message, seat.user().id())))
                        .toList());
        boolean accepted = LiveRoom.on(seat.outlet().loop(), () -> {
            if (!seat.isReplaying(which)) {
                frames.release();
                return;
            }
            metrics.replayed(messages.size());
            if (last) {
                seat.outlet().sendThen(frames, () -> {});
                end.run();
            } else {
                seat.outlet()
                        .sendThen(
                                frames,
                                () -> replay(seat, which, messages.getLast().seq(), lastSeq, end));
            }
        });
        if (!accepted) {
            frames.release();
        }
    }

    private static boolean isBy(Message message, UserId user) {
        return message.author() != null && message.author().id().equals(user);
    }
}
