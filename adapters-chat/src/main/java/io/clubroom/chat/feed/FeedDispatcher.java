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
 * Runs {@link UserFeeds}. One thread hands it all inputs that have gathered, and carries out its effects: rooms are read on other threads,
 * which answer with inputs; what clients are sent goes to the event loops of their connections, as one task for each event loop and turn.
 */
@Context
public final class FeedDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(FeedDispatcher.class);

    /** How late a room's connections may be told because of the clock. */
    private static final Duration TICK = Duration.ofMillis(20);

    /** Between two turns. What happens in quick succession is handled together. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** One for each kind of load, so that a long one delays no other kind. */
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
    private final Map<EventLoop, List<Telling>> turns = new HashMap<>();
    private @Nullable EncodedRoom encoded;

    /** @param unlessIn a room in which the connection needs no frame; null if it needs it anyway */
    private record Telling(
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

    /** From here on, the connection is told about the rooms of its user. */
    public void open(FeedConnection connection) {
        connections.incrementAndGet();
        inputs.add(new FeedInput.Opened(connection));
    }

    public void close(FeedConnection connection) {
        connections.decrementAndGet();
        inputs.add(new FeedInput.Closed(connection));
    }

    /** The connection is in the room, whose frames tell it what happens there. */
    public void entered(FeedConnection connection, RoomId room) {
        inputs.add(new FeedInput.Entered(connection, room));
    }

    public void left(FeedConnection connection, RoomId room) {
        inputs.add(new FeedInput.Left(connection, room));
    }

    // What happens in rooms, on this node or another one

    /** The room has new changes. */
    public void reached(RoomId room) {
        tell(new FeedInput.Reached(room));
    }

    /** The user has read more of the room. */
    public void read(RoomId room, UserId user) {
        tell(new FeedInput.Read(room, user));
    }

    public void memberAdded(RoomId room, UserId user) {
        tell(new FeedInput.MemberAdded(room, user));
    }

    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        tell(new FeedInput.MemberRemoved(room, user, reason));
    }

    public void publicRoomAdded(RoomId room) {
        tell(new FeedInput.PublicRoomAdded(room));
    }

    /** @param banned those who were not members */
    public void publicRoomRemoved(RoomId room, Set<UserId> banned) {
        tell(new FeedInput.PublicRoomRemoved(room, banned));
    }

    public void roomDeleted(RoomId room) {
        tell(new FeedInput.RoomDeleted(room));
    }

    /** Any of these may have been missed. */
    public void resumed() {
        inputs.addLoss();
    }

    private void tell(FeedInput signal) {
        // Whoever connects later reads the rooms as they are then.
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
                    // It must not end the thread.
                    LOG.error("Telling clients about rooms failed", bug);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(List<FeedInput> turn) {
        for (FeedEffect effect : feeds.handle(turn)) {
            carryOut(effect);
        }
        turns.forEach(FeedDispatcher::send);
        turns.clear();
        encoded = null;
    }

    private void carryOut(FeedEffect effect) {
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
                tell(
                        subscriber,
                        new ServerFrame.RoomActivity(room, lastSeq, lastChange, counts.unread(), counts.mentions()),
                        room);
            case FeedEffect.SendAdded(var subscriber, var room) ->
                tell(subscriber, new ServerFrame.RoomAdded(encode(room)), null);
            case FeedEffect.SendRemoved(var subscriber, var room, var reason) ->
                tell(subscriber, new ServerFrame.RoomRemoved(room, reason), null);
        }
    }

    private @Nullable DescribedRoom describe(Actor.SignedIn reader, RoomId room) {
        return switch (getRoom.get(reader, room)) {
            case GetRoom.Result.Found(DescribedRoom found) -> found;
            case GetRoom.Result.NotSignedIn _, GetRoom.Result.NotFound _ -> null;
        };
    }

    /** Does work on another thread. Its outcome, whatever it is, arrives as an input. */
    private void start(long load, Supplier<FeedInput> work) {
        try {
            loaders.execute(() -> {
                FeedInput outcome;
                try {
                    outcome = work.get();
                } catch (Unavailable unavailable) {
                    outcome = new FeedInput.LoadFailed(load);
                } catch (Throwable failure) {
                    LOG.error("Reading rooms for chat clients failed", failure);
                    outcome = new FeedInput.LoadFailed(load);
                }
                inputs.add(outcome);
            });
        } catch (RejectedExecutionException stopped) {
            inputs.add(new FeedInput.LoadFailed(load));
        }
    }

    /** All connections of a user are told of a room one after the other, so it is encoded once. */
    private String encode(DescribedRoom room) {
        EncodedRoom last = encoded;
        if (last == null || last.room() != room) {
            last = new EncodedRoom(room, json.of(room));
            encoded = last;
        }
        return last.json();
    }

    private void tell(FeedSubscriber subscriber, ServerFrame frame, @Nullable RoomId unlessIn) {
        FeedReceiver receiver = ((FeedConnection) subscriber).receiver();
        turns.computeIfAbsent(receiver.eventLoop(), _ -> new ArrayList<>()).add(new Telling(receiver, frame, unlessIn));
    }

    private static void send(EventLoop loop, List<Telling> tellings) {
        try {
            loop.execute(() -> {
                for (Telling telling : tellings) {
                    try {
                        telling.send();
                    } catch (RuntimeException | OutOfMemoryError failure) {
                        LOG.error("Cannot send to a chat client", failure);
                        // It returns and reads its rooms. The others go on.
                        telling.receiver().abort();
                    }
                }
            });
        } catch (RejectedExecutionException terminated) {
            // And with the event loop all of its connections.
        }
    }
}
