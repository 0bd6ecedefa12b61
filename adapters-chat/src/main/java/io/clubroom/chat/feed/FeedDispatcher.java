package io.clubroom.chat.feed;

import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.application.chat.GetRoom;
import io.clubroom.application.chat.ReadActivity;
import io.clubroom.application.chat.ReadMemberships;
import io.clubroom.application.chat.feed.FeedEffect;
import io.clubroom.application.chat.feed.FeedInput;
import io.clubroom.application.chat.feed.FeedSubscriber;
import io.clubroom.application.chat.feed.UserFeeds;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.netty.channel.EventLoop;
import jakarta.annotation.PostConstruct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link UserFeeds}. One thread passes all queued inputs to it and executes the resulting effects. Rooms are read on other threads,
 * whose results become inputs. Frames for clients are handed to the event loops of their connections, as one task per event loop and turn.
 */
@Context
public final class FeedDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(FeedDispatcher.class);

    /** The interval of clock ticks, and so the maximum delay of timed frames. */
    private static final Duration TICK = Duration.ofMillis(20);

    /** The pause between turns, so that events in quick succession are handled together. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** One thread for each kind of load, so that a slow load does not delay the other kinds. */
    private static final int LOADERS = 3;

    private final ReadMemberships readMemberships;
    private final ReadActivity readActivity;
    private final GetRoom getRoom;
    private final RoomJson json;

    private final FeedQueue inputs = new FeedQueue();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-feeds").unstarted(this::run);
    private final ExecutorService loaders = Executors.newFixedThreadPool(
            LOADERS, Thread.ofPlatform().daemon().name("chat-feed-load-", 1).factory());

    // Confined to the thread.
    private final UserFeeds feeds = new UserFeeds();
    private final Map<EventLoop, List<OutgoingFrame>> turns = new HashMap<>();
    private @Nullable EncodedRoom encoded;

    /** @param unlessIn the frame is not sent to a connection that is in this room; null to send it always */
    private record OutgoingFrame(
            FeedReceiver receiver,
            ServerFrame frame,
            @Nullable RoomId unlessIn) {
        void send() {
            if (unlessIn == null || !receiver.isIn(unlessIn)) {
                receiver.tell(frame);
            }
        }
    }

    private record EncodedRoom(DescribedRoom room, String json) {}

    FeedDispatcher(ReadMemberships readMemberships, ReadActivity readActivity, GetRoom getRoom, RoomJson json) {
        this.readMemberships = readMemberships;
        this.readActivity = readActivity;
        this.getRoom = getRoom;
        this.json = json;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @EventListener
    void stop(ShutdownEvent event) {
        stop();
    }

    void stop() {
        thread.interrupt();
        loaders.shutdownNow();
    }

    // Connections

    /** Starts sending the connection events of its user's rooms. */
    public void open(FeedConnection connection) {
        connections.incrementAndGet();
        inputs.add(new FeedInput.Opened(connection));
    }

    public void close(FeedConnection connection) {
        connections.decrementAndGet();
        inputs.add(new FeedInput.Closed(connection));
    }

    /** The connection has entered the room, and receives the room's own frames. */
    public void entered(FeedConnection connection, RoomId room) {
        inputs.add(new FeedInput.Entered(connection, room));
    }

    public void left(FeedConnection connection, RoomId room) {
        inputs.add(new FeedInput.Left(connection, room));
    }

    // Events of rooms, from this node or another

    /** The room has new changes. */
    public void reached(RoomId room) {
        addSignal(new FeedInput.Reached(room));
    }

    /** The user's read marker has advanced in the room. */
    public void read(RoomId room, UserId user) {
        addSignal(new FeedInput.Read(room, user));
    }

    public void memberAdded(RoomId room, UserId user) {
        addSignal(new FeedInput.MemberAdded(room, user));
    }

    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        addSignal(new FeedInput.MemberRemoved(room, user, reason));
    }

    public void publicRoomAdded(RoomId room) {
        addSignal(new FeedInput.PublicRoomAdded(room));
    }

    /** @param banned the users who are banned from the room, and so were not members */
    public void publicRoomRemoved(RoomId room, Set<UserId> banned) {
        addSignal(new FeedInput.PublicRoomRemoved(room, banned));
    }

    public void roomDeleted(RoomId room) {
        addSignal(new FeedInput.RoomDeleted(room));
    }

    /** Events may have been missed, because the relay was disconnected. */
    public void resumed() {
        inputs.addLoss();
    }

    private void addSignal(FeedInput signal) {
        // Without connections, events can be dropped: a later connection reads the current state.
        if (connections.get() > 0) {
            inputs.addSignal(signal);
        }
    }

    private void run() {
        try {
            while (true) {
                List<FeedInput> turn = new ArrayList<>();
                List<FeedInput> taken = inputs.take(feeds.needsTick() ? TICK : null);
                turn.add(new FeedInput.Tick(System.nanoTime()));
                turn.addAll(taken);
                try {
                    handle(turn);
                } catch (RuntimeException bug) {
                    // The thread must survive.
                    LOG.error("The room feeds failed", bug);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(List<FeedInput> turn) {
        for (FeedEffect effect : feeds.handle(turn)) {
            execute(effect);
        }
        turns.forEach(FeedDispatcher::send);
        turns.clear();
        encoded = null;
    }

    private void execute(FeedEffect effect) {
        switch (effect) {
            case FeedEffect.LoadRooms(long load, List<UserId> users) ->
                start(
                        load,
                        () -> new FeedInput.RoomsLoaded(
                                load,
                                readMemberships.read(users, UserFeeds.MAX_ROOMS).rooms()));
            case FeedEffect.LoadActivity(long load, Map<RoomId, List<UserId>> rooms) ->
                start(
                        load,
                        () -> new FeedInput.ActivityLoaded(
                                load, readActivity.read(rooms).activities()));
            case FeedEffect.LoadRoom(long load, Actor.SignedIn reader, RoomId room) ->
                start(load, () -> new FeedInput.RoomLoaded(load, describe(reader, room)));
            case FeedEffect.SendActivity(var subscriber, var room, var lastSeq, var lastChange, var counts) ->
                send(
                        subscriber,
                        new ServerFrame.RoomActivity(room, lastSeq, lastChange, counts.unread(), counts.mentions()),
                        room);
            case FeedEffect.SendAdded(var subscriber, var room) ->
                send(subscriber, new ServerFrame.RoomAdded(encode(room)), null);
            case FeedEffect.SendRemoved(var subscriber, var room, var reason) ->
                send(subscriber, new ServerFrame.RoomRemoved(room, reason), null);
        }
    }

    private @Nullable DescribedRoom describe(Actor.SignedIn reader, RoomId room) {
        return switch (getRoom.get(reader, room)) {
            case GetRoom.Result.Found(DescribedRoom found) -> found;
            case GetRoom.Result.NotSignedIn _, GetRoom.Result.NotFound _ -> null;
        };
    }

    /** Runs work on another thread. Its result, or its failure, becomes an input. */
    private void start(long load, Supplier<FeedInput> work) {
        try {
            loaders.execute(() -> {
                FeedInput outcome;
                try {
                    outcome = work.get();
                } catch (Unavailable unavailable) {
                    outcome = new FeedInput.LoadFailed(load);
                } catch (Throwable failure) {
                    LOG.error("Cannot read rooms for chat clients", failure);
                    outcome = new FeedInput.LoadFailed(load);
                }
                inputs.add(outcome);
            });
        } catch (RejectedExecutionException stopped) {
            inputs.add(new FeedInput.LoadFailed(load));
        }
    }

    /** Caches the last room, because the frames for all connections of a user follow each other. */
    private String encode(DescribedRoom room) {
        EncodedRoom last = encoded;
        if (last == null || last.room() != room) {
            last = new EncodedRoom(room, json.of(room));
            encoded = last;
        }
        return last.json();
    }

    private void send(FeedSubscriber subscriber, ServerFrame frame, @Nullable RoomId unlessIn) {
        FeedReceiver receiver = ((FeedConnection) subscriber).receiver();
        turns.computeIfAbsent(receiver.eventLoop(), _ -> new ArrayList<>())
                .add(new OutgoingFrame(receiver, frame, unlessIn));
    }

    private static void send(EventLoop loop, List<OutgoingFrame> frames) {
        try {
            loop.execute(() -> {
                for (OutgoingFrame frame : frames) {
                    try {
                        frame.send();
                    } catch (RuntimeException | OutOfMemoryError failure) {
                        LOG.error("Cannot send to a chat client", failure);
                        // The client reconnects and reads its rooms again. The other clients are not affected.
                        frame.receiver().abort();
                    }
                }
            });
        } catch (RejectedExecutionException terminated) {
            // All connections of the event loop are closed.
        }
    }
}
