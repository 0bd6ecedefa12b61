package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;

import io.clubroom.domain.chat.Message;
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
    final Set<SimulatedConnection> connections = new LinkedHashSet<>();
    /** The subscriptions in each room, as the effects so far say. */
    final Map<RoomId, Set<SimulatedSubscription>> members = new LinkedHashMap<>();

    private final Simulation simulation;
    private final int number;
    private final long startedAt;
    /** The last incarnation of a room that the engine was told is closed. */
    private final Map<RoomId, Integer> closed = new LinkedHashMap<>();

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
            case Effect.Deliver(RoomId room, List<RoomChange> changes, var _, var _) -> {
                List<Message> messages = Checks.messages(changes);
                for (SimulatedSubscription subscription : members(room)) {
                    if (subscription.live) {
                        messages.forEach(
                                message -> subscription.connection.send(new Frame.Posted(subscription, message)));
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
            case Effect.Subscribed(Subscription entered, var welcome, After gap, boolean live) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) entered;
                subscription.state = SimulatedSubscription.State.IN;
                subscription.live = live;
                subscription.missesEvents = false;
                members.computeIfAbsent(subscription.room(), _ -> new LinkedHashSet<>())
                        .add(subscription);
                subscription.connection.send(
                        new Frame.Connected(subscription, welcome, Checks.seq(gap), subscription.next));
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
                subscription.connection.send(new Frame.Disconnected(subscription, false));
                subscription.connection.answered(subscription);
            }
            case Effect.Evict(RoomId room) -> {
                for (SimulatedSubscription subscription : List.copyOf(members(room))) {
                    end(subscription);
                    subscription.connection.send(new Frame.Disconnected(subscription, true));
                    subscription.connection.answered(subscription);
                }
                closed.merge(room, simulation.lastClosed(room), Math::max);
            }
            case Effect.Rejected(Subscription sender, var _, Refusal refusal, var _) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.connection.send(new Frame.Rejected(subscription, refusal));
            }
            case Effect.Answered(Subscription sender, RoomChange change, var _) -> {
                Message message = Checks.messages(List.of(change)).getFirst();
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.connection.send(new Frame.Repeated(subscription, message));
            }
            case Effect.Replay(Subscription returned, int replay, var changes, var _, boolean last) -> {
                List<Message> messages = Checks.messages(changes);
                SimulatedSubscription subscription = (SimulatedSubscription) returned;
                subscription.replay = replay;
                messages.forEach(message -> subscription.connection.send(new Frame.Posted(subscription, message)));
                if (last) {
                    subscription.live = true;
                } else {
                    subscription.connection.send(new Frame.PageEnd(subscription, replay));
                }
                subscription.replay = 0;
            }
            case Effect.Expelled _ -> throw new IllegalStateException("nobody is removed");
            case Effect.Disconnect(Subscription sender, Refusal refusal) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.connection.send(new Frame.Close(subscription, refusal));
            }
            case Effect.Fault fault -> throw new IllegalStateException("checked before: " + fault);
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
