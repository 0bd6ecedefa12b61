package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.live.Action;
import io.clubroom.application.chat.live.After;
import io.clubroom.application.chat.live.Effect;
import io.clubroom.application.chat.live.Input;
import io.clubroom.application.chat.live.Limits;
import io.clubroom.application.chat.live.LiveRooms;
import io.clubroom.application.chat.live.Refusal;
import io.clubroom.chat.feed.FeedDispatcher;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the chat engine. One thread passes all queued inputs to {@link LiveRooms} and executes the resulting effects. Storing and reading
 * run on other threads, whose results become inputs. Frames for clients are handed to the event loops of their connections, as one task per
 * event loop and turn.
 */
@Context
public final class ChatDispatcher implements RoomRelay.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ChatDispatcher.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final ChangeMessages changeMessages;
    private final EnterRoom enterRoom;
    private final FollowRooms followRooms;
    private final RoomRelay relay;
    private final FeedDispatcher feeds;
    private final ChatMetrics metrics;
    private final Limits limits;

    private final InputQueue inputs = new InputQueue();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-dispatcher").unstarted(this::run);
    private final ExecutorService stores;
    private final ExecutorService loaders;
    private volatile boolean stopping;

    // Confined to the thread.
    private final LiveRooms rooms;
    private final Deliveries deliveries;

    @Inject
    ChatDispatcher(
            ChangeMessages changeMessages,
            EnterRoom enterRoom,
            FollowRooms followRooms,
            RoomRelay relay,
            FeedDispatcher feeds,
            InstantSource clock,
            ChatMetrics metrics) {
        this(changeMessages, enterRoom, followRooms, relay, feeds, clock, metrics, Limits.DEFAULT);
    }

    ChatDispatcher(
            ChangeMessages changeMessages,
            EnterRoom enterRoom,
            FollowRooms followRooms,
            RoomRelay relay,
            FeedDispatcher feeds,
            InstantSource clock,
            ChatMetrics metrics,
            Limits limits) {
        this.changeMessages = changeMessages;
        this.enterRoom = enterRoom;
        this.followRooms = followRooms;
        this.relay = relay;
        this.feeds = feeds;
        this.metrics = metrics;
        this.limits = limits;
        this.rooms = new LiveRooms(limits);
        this.deliveries = new Deliveries(inputs, clock, metrics);
        this.stores = threads("chat-store-", limits.batches());
        // Two more than the concurrent replay loads, so that an admission and a catch-up never wait for them.
        this.loaders = threads("chat-load-", limits.replayLoads() + 2);
    }

    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name(name, 1).factory());
    }

    @PostConstruct
    void start() {
        thread.start();
        relay.listen(this);
    }

    /** Stores the messages accepted so far, while the database is still reachable, and then stops. */
    @EventListener
    void stop(ShutdownEvent event) throws InterruptedException {
        stop();
    }

    void stop() throws InterruptedException {
        stopping = true;
        inputs.wakeUp();
        if (!thread.join(STOP_TIMEOUT)) {
            thread.interrupt();
        }
        stores.shutdownNow();
        loaders.shutdownNow();
    }

    /** Enters the room of a subscription, or replays missed messages if it has already entered. The receiver is notified of the outcome. */
    public void subscribe(ChatSubscription subscription, @Nullable After after) {
        inputs.add(new Input.Subscribe(subscription, after));
    }

    /** Leaves the room of a subscription. The receiver is notified if it was in the room. */
    public void unsubscribe(ChatSubscription subscription) {
        inputs.add(new Input.Unsubscribe(subscription));
    }

    /** Stores a change, then delivers it. Returns false, and does neither, if too many inputs are queued. */
    public boolean change(ChatSubscription subscription, Action action, @Nullable ClientMessageId clientMessageId) {
        return inputs.offerFromClient(new Input.Change(subscription, action, clientMessageId));
    }

    /** Sends a typing notice to the room; drops it if too many inputs are queued. */
    public void type(ChatSubscription subscription) {
        inputs.offerFromClient(new Input.Type(subscription));
    }

    @Override
    public void heard(NodeId node, RoomSignal signal) {
        inputs.addFromNode(new Input.PeerSignal(node, signal));
        notifyFeeds(signal);
    }

    private void notifyFeeds(RoomSignal signal) {
        switch (signal) {
            case RoomSignal.Reached(RoomId room, long _) -> feeds.reached(room);
            case RoomSignal.Read read -> feeds.read(read.room(), read.user());
            case RoomSignal.Present _, RoomSignal.Absent _, RoomSignal.Typing _ -> {}
        }
    }

    @Override
    public void roomDeleted(RoomId room) {
        inputs.addFromNode(new Input.RoomDeleted(room));
        feeds.roomDeleted(room);
    }

    @Override
    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        inputs.addFromNode(new Input.UserRemoved(room, user, reason));
        feeds.memberRemoved(room, user, reason);
    }

    @Override
    public void memberAdded(RoomId room, UserId user) {
        feeds.memberAdded(room, user);
    }

    @Override
    public void publicRoomAdded(RoomId room) {
        feeds.publicRoomAdded(room);
    }

    @Override
    public void publicRoomRemoved(RoomId room, Set<UserId> banned) {
        feeds.publicRoomRemoved(room, banned);
    }

    @Override
    public void authorChanged(UserId user) {
        inputs.addFromNode(new Input.AuthorChanged(user));
    }

    @Override
    public void appeared(NodeId node) {
        inputs.addFromNode(new Input.PeerAppeared(node));
    }

    @Override
    public void vanished(NodeId node) {
        inputs.addFromNode(new Input.PeerVanished(node));
    }

    @Override
    public void resumed() {
        inputs.addFromNode(new Input.RelayResumed());
        feeds.resumed();
    }

    private void run() {
        try {
            while (!stopping || !rooms.isIdle() || !inputs.isEmpty()) {
                List<Input> turn = new ArrayList<>();
                // A placeholder: the time is set after the wait.
                turn.add(new Input.Tick(0));
                inputs.take(turn, rooms.needsTick() ? limits.retry() : null);
                turn.set(0, new Input.Tick(System.nanoTime()));
                try {
                    handle(turn);
                    if (inputs.hasLostFromNodes()) {
                        relay.reconnect();
                    }
                } catch (RuntimeException bug) {
                    // The thread must survive.
                    LOG.error("The chat engine failed", bug);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            deliveries.close();
        }
    }

    private void handle(List<Input> turn) {
        for (Effect effect : rooms.handle(turn)) {
            try {
                execute(effect);
            } catch (RuntimeException | OutOfMemoryError failure) {
                // The other effects concern other clients.
                LOG.error("Cannot execute an effect of the chat engine", failure);
                deliveries.abort(effect);
            }
        }
        deliveries.end();
    }

    private Input store(Effect.Store store) {
        List<Outcome> outcomes = changeMessages.change(store.requests()).outcomes();
        long committedAt = System.nanoTime();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Stored(RoomChange change)) {
                metrics.stored(change);
            }
        }
        return new Input.Stored(store.batch(), outcomes, committedAt);
    }

    /** Runs work on another thread. Its result, or its failure, becomes an input. */
    private void start(
            ExecutorService executor, String failureMessage, Supplier<Input> work, Function<Refusal, Input> failed) {
        try {
            executor.execute(() -> {
                Input outcome;
                try {
                    outcome = work.get();
                } catch (Unavailable unavailable) {
                    outcome = failed.apply(Refusal.UNAVAILABLE);
                } catch (Throwable failure) {
                    LOG.error(failureMessage, failure);
                    outcome = failed.apply(Refusal.FAULT);
                }
                inputs.add(outcome);
            });
        } catch (RejectedExecutionException stopped) {
            inputs.add(failed.apply(Refusal.UNAVAILABLE));
        }
    }

    private void execute(Effect effect) {
        switch (effect) {
            case Effect.Store store ->
                start(
                        stores,
                        "Cannot store chat messages",
                        () -> store(store),
                        refusal -> new Input.StoreFailed(store.batch(), refusal));
            case Effect.Admit admit ->
                start(
                        loaders,
                        "Cannot check who may enter chat rooms",
                        () -> new Input.Admitted(
                                enterRoom.enter(admit.requests()).decisions()),
                        Input.AdmitFailed::new);
            case Effect.Load load ->
                start(
                        loaders,
                        "Cannot read chat messages",
                        () -> new Input.Loaded(
                                load.load(), followRooms.follow(FollowRooms.Kind.CHANGES, load.after(), load.limit())),
                        refusal -> new Input.LoadFailed(load.load(), refusal));
            case Effect.LoadMessages load ->
                start(
                        loaders,
                        "Cannot read chat messages",
                        () -> new Input.Loaded(
                                load.load(),
                                followRooms.follow(
                                        FollowRooms.Kind.MESSAGES, Map.of(load.room(), load.afterSeq()), load.limit())),
                        refusal -> new Input.LoadFailed(load.load(), refusal));
            case Effect.Signal(RoomSignal signal) -> {
                relay.send(signal);
                notifyFeeds(signal);
            }
            case Effect.Fault(Input input, RuntimeException cause) ->
                LOG.error(
                        "The chat engine failed to handle the input {}",
                        input.getClass().getSimpleName(),
                        cause);
            case Effect.Deliver deliver -> deliveries.deliver(deliver);
            case Effect.TellRead(RoomSignal.Read read, var newcomer) ->
                deliveries.read(read, (ChatSubscription) newcomer);
            case Effect.Announce announce -> deliveries.announce(announce);
            case Effect.Subscribed subscribed -> deliveries.subscribed(subscribed);
            case Effect.Refused refused -> deliveries.refused(refused);
            case Effect.Unsubscribed(var subscription) -> deliveries.unsubscribed((ChatSubscription) subscription);
            case Effect.Rejected rejected -> deliveries.rejected(rejected);
            case Effect.Answered answered -> deliveries.answered(answered);
            case Effect.Replay replay -> deliveries.replay(replay);
            case Effect.Expelled expelled -> deliveries.expelled(expelled);
            case Effect.Evict(var room) -> deliveries.evict(room);
            case Effect.Disconnect disconnect -> deliveries.disconnect(disconnect);
        }
    }
}
