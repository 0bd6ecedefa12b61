package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node: an engine, the dispatcher that calls it and carries out its effects, and the connections. */
final class SimulatedNode {
    private static final long MAX_TICK = 250 * MILLISECOND;

    final LiveRooms engine;
    final SimulatedReadings readings;
    final Set<SimulatedConnection> connections = new LinkedHashSet<>();
    /** The subscriptions in each room, as the effects so far say. */
    final Map<RoomId, Set<SimulatedSubscription>> members = new LinkedHashMap<>();

    private final Simulation simulation;
    private final int number;
    private final long startedAt;
    /** The last incarnation of a room that the engine was told is closed. */
    private final Map<RoomId, Integer> closed = new LinkedHashMap<>();

    /** The last removal of a user from a room that the engine was told. */
    private final Map<SimulatedStore.Membership, Integer> removed = new LinkedHashMap<>();

    /** Something that happens between the next commit and its answer. */
    @Nullable
    Runnable afterNextCommit;

    private List<Input> inbox = new ArrayList<>();
    private boolean dispatches;
    private boolean ticks;
    private long pausedUntil;
    private boolean alive = true;
    private long crashedAt;

    SimulatedNode(Simulation simulation, int number) {
        this.simulation = simulation;
        this.number = number;
        this.engine = new LiveRooms(simulation.plan.limits());
        this.readings = new SimulatedReadings(simulation, this);
        this.startedAt = simulation.time.now();
    }

    boolean isAlive() {
        return alive;
    }

    long crashedAt() {
        return crashedAt;
    }

    long startedAt() {
        return startedAt;
    }

    void pause(long duration) {
        pausedUntil = simulation.time.now() + duration;
    }

    void crash() {
        alive = false;
        crashedAt = simulation.time.now();
        List.copyOf(connections).forEach(SimulatedConnection::crash);
        connections.clear();
    }

    /** Whether the engine knows that this incarnation of a room is closed. */
    boolean knowsClosed(RoomId room, int incarnation) {
        return closed.getOrDefault(room, 0) >= incarnation;
    }

    /** The number of the user's last removal from the room that the engine knows, 0 if it knows none. */
    int knownRemoval(SimulatedStore.Membership membership) {
        return removed.getOrDefault(membership, 0);
    }

    /** Queues an input, which the dispatcher hands to the engine soon. */
    void input(Input input) {
        if (!alive) {
            return;
        }
        inbox.add(input);
        if (!dispatches) {
            dispatches = true;
            long at = simulation.time.now() + simulation.dice.latency(simulation.plan.latency() / 4);
            simulation.time.at(Math.max(at, pausedUntil), this::dispatch);
        }
    }

    private void tick() {
        ticks = false;
        if (alive && !dispatches) {
            dispatch();
        }
    }

    private void dispatch() {
        dispatches = false;
        if (!alive) {
            return;
        }
        List<Input> inputs = new ArrayList<>(inbox.size() + 1);
        inputs.add(new Input.Tick(simulation.time.now()));
        inputs.addAll(inbox);
        inbox = new ArrayList<>();
        for (Input input : inputs) {
            simulation.coverage.count(input);
            if (!(input instanceof Input.Tick)) {
                simulation.trace(toString(), () -> "<- " + Words.of(input));
            }
        }
        simulation.checks.handles(this, inputs);
        List<Effect> effects = engine.handle(inputs);
        for (Effect effect : effects) {
            simulation.coverage.count(effect);
            simulation.trace(toString(), () -> "   -> " + Words.of(effect));
            simulation.checks.effect(this, inputs, effect);
            carryOut(effect);
        }
        simulation.checks.handled(this);
        for (Input input : inputs) {
            if (input instanceof Input.RoomDeleted news) {
                closed.merge(news.room(), simulation.incarnation(news), Math::max);
            } else if (input instanceof Input.UserRemoved news) {
                removed.merge(
                        new SimulatedStore.Membership(news.room(), news.user()), simulation.removal(news), Math::max);
            }
        }
        forgetClosedRooms();
        if (!dispatches && !ticks && engine.needsTick()) {
            ticks = true;
            simulation.time.after(simulation.dice.between(MILLISECOND, MAX_TICK), this::tick);
        }
    }

    /** What the engine does not remember, it cannot take for a room that was created later with the same id. */
    private void forgetClosedRooms() {
        for (RoomId room : simulation.closedRooms()) {
            LiveRoom known = engine.find(room);
            if (known == null || (!known.isOpen() && known.entering == 0)) {
                closed.merge(room, simulation.lastClosed(room), Math::max);
            }
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Store store -> simulation.store.store(this, store);
            case Effect.Admit admit -> simulation.store.admit(this, admit);
            case Effect.Load load -> simulation.store.load(this, load);
            case Effect.Signal(RoomSignal signal) -> simulation.relay.send(this, signal);
            case Effect.LoadMessages load -> simulation.store.load(this, load);
            case Effect.Deliver(RoomId room, var changes, var answers, var _) -> {
                for (SimulatedSubscription subscription : members(room)) {
                    if (subscription.live) {
                        send(subscription, changes, answers);
                    }
                }
            }
            case Effect.Announce(RoomId room, List<RoomEvent> events) -> {
                for (SimulatedSubscription subscription : members(room)) {
                    for (RoomEvent event : events) {
                        if (!(event instanceof RoomEvent.Typing typing)
                                || !typing.user()
                                        .id()
                                        .equals(subscription.user().id())) {
                            subscription.connection.send(new Frame.Happened(subscription, event));
                        }
                    }
                }
            }
            case Effect.Subscribed(Subscription entered, var welcome, After gap, boolean live, var state) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) entered;
                subscription.state = SimulatedSubscription.State.IN;
                subscription.live = live;
                subscription.missesEvents = false;
                members.computeIfAbsent(subscription.room(), _ -> new LinkedHashSet<>())
                        .add(subscription);
                subscription.connection.send(new Frame.Connected(
                        subscription,
                        welcome,
                        subscription.after,
                        subscription.seenIncarnation,
                        gap,
                        subscription.next,
                        state));
                subscription.connection.answered(subscription);
            }
            case Effect.Refused(Subscription refused, Refusal refusal, boolean remains) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) refused;
                if (!remains) {
                    end(subscription);
                }
                subscription.connection.send(new Frame.Refused(subscription, refusal, remains));
                subscription.connection.answered(subscription);
            }
            case Effect.Unsubscribed(Subscription left) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) left;
                end(subscription);
                subscription.connection.send(new Frame.Disconnected(subscription, null));
                subscription.connection.answered(subscription);
            }
            case Effect.Evict(RoomId room) -> {
                for (SimulatedSubscription subscription : List.copyOf(members(room))) {
                    end(subscription);
                    subscription.connection.send(new Frame.Disconnected(subscription, Departure.DELETED));
                    subscription.connection.answered(subscription);
                }
                closed.merge(room, simulation.lastClosed(room), Math::max);
            }
            case Effect.Rejected(Subscription sender, var id, Refusal refusal, var _) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.connection.send(new Frame.Rejected(subscription, id, refusal));
            }
            case Effect.Answered(Subscription sender, RoomChange change, var id) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.connection.send(new Frame.Answered(subscription, change, id));
            }
            case Effect.Replay(Subscription returned, int replay, var changes, var answers, boolean last) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) returned;
                subscription.replay = replay;
                send(subscription, changes, answers);
                if (last) {
                    subscription.live = true;
                } else {
                    subscription.connection.send(new Frame.PageEnd(subscription, replay));
                }
                subscription.replay = 0;
            }
            case Effect.Expelled(Subscription expelled, Departure reason) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) expelled;
                end(subscription);
                subscription.connection.send(new Frame.Disconnected(subscription, reason));
                subscription.connection.answered(subscription);
            }
            case Effect.Disconnect(Subscription sender, Refusal refusal) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.connection.send(new Frame.Close(subscription, refusal));
            }
            case Effect.TellRead tell -> {
                for (SimulatedSubscription subscription :
                        List.copyOf(members(tell.read().room()))) {
                    if (ReadingChecks.isTold(subscription, tell)) {
                        subscription.connection.send(new Frame.Read(subscription, tell.read()));
                    }
                }
            }
            case Effect.Fault fault -> throw new IllegalStateException("checked before: " + fault);
        }
    }

    private static void send(
            SimulatedSubscription subscription, List<RoomChange> changes, List<Effect.Answer> answers) {
        for (int i = 0; i < changes.size(); i++) {
            if (subscription.number(changes.get(i)) != 0) {
                subscription.connection.send(
                        new Frame.Changed(subscription, changes.get(i), Checks.id(subscription, answers, i)));
            }
        }
    }

    /** The subscriptions that have a connection or are in their rooms still, or whose end is a queued input. */
    int subscriptions() {
        int connected = connections.stream()
                .mapToInt(connection -> connection.subscriptions.size())
                .sum();
        int leaving = (int) members.values().stream()
                .flatMap(Set::stream)
                .filter(subscription -> !subscription.connection.isOpen())
                .count();
        return connected + leaving + inbox.size();
    }

    Set<SimulatedSubscription> members(RoomId room) {
        return members.getOrDefault(room, Set.of());
    }

    private void end(SimulatedSubscription subscription) {
        subscription.state = SimulatedSubscription.State.OVER;
        subscription.live = false;
        Set<SimulatedSubscription> room = members.get(subscription.room());
        if (room != null && room.remove(subscription) && room.isEmpty()) {
            members.remove(subscription.room());
        }
    }

    @Override
    public String toString() {
        return "node " + number;
    }
}
