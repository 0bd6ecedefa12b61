package io.clubroom.application.chat.live;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connection of a client to a node: the server's end with its bounded outbound queue, and the network in both directions. */
final class SimulatedConnection {
    final SimulatedClient client;
    final SimulatedNode node;
    private final Simulation simulation;
    private final Actor.SignedIn actor;
    private final Participant user;

    // The server's end.
    final Map<RoomId, SimulatedSubscription> subscriptions = new LinkedHashMap<>();
    private final Deque<Request> inbound = new ArrayDeque<>();
    private final Deque<Frame> outbound = new ArrayDeque<>();
    private @Nullable SimulatedSubscription awaited;
    private boolean open = true;

    // The client's end.
    private boolean attached = true;
    private boolean reads;
    private long lastArrival;

    SimulatedConnection(Simulation simulation, SimulatedClient client, SimulatedNode node, User user) {
        this.simulation = simulation;
        this.client = client;
        this.node = node;
        this.actor = Actor.SignedIn.of(user);
        this.user = Participant.of(user);
    }

    boolean isOpen() {
        return open;
    }

    /** Whether nothing is under way in either direction. */
    boolean isQuiet() {
        return awaited == null && inbound.isEmpty() && (outbound.isEmpty() || !attached);
    }

    // Inbound

    /** Called by the client: the request arrives later, in order. */
    void send(Request request) {
        lastArrival = Math.max(lastArrival, simulation.time.now() + simulation.dice.latency(simulation.plan.latency()));
        simulation.time.at(lastArrival, () -> {
            if (open) {
                inbound.add(request);
                handleInbound();
            }
        });
    }

    private void handleInbound() {
        while (open && awaited == null && !inbound.isEmpty()) {
            handle(inbound.remove());
        }
    }

    private void handle(Request request) {
        SimulatedSubscription subscription = subscriptions.get(request.room());
        switch (request) {
            case Request.Enter(RoomId room, Long number) -> {
                if (subscription == null) {
                    subscription = new SimulatedSubscription(this, simulation.nextNumber(), room, actor, user);
                    subscriptions.put(room, subscription);
                }
                awaited = subscription;
                After after = number == null ? null : client.after(number);
                simulation.checks.asks(subscription, after);
                node.input(new Input.Subscribe(subscription, after));
            }
            case Request.Leave _ -> {
                if (subscription != null) {
                    awaited = subscription;
                    subscription.leaving = true;
                    node.input(new Input.Unsubscribe(subscription));
                }
            }
            case Request.Change change -> {
                if (subscription != null) {
                    node.input(simulation.checks.changes(subscription, change));
                }
            }
            case Request.Read(RoomId _, long seq) -> {
                if (subscription != null) {
                    node.readings.add(subscription, seq);
                }
            }
            case Request.Type _ -> {
                if (subscription != null) {
                    simulation.checks.types(subscription);
                    node.input(new Input.Type(subscription));
                }
            }
        }
    }

    /** The engine has answered to entering or leaving. */
    void answered(SimulatedSubscription subscription) {
        if (subscription.state == SimulatedSubscription.State.OVER) {
            subscriptions.remove(subscription.room(), subscription);
        }
        if (awaited == subscription) {
            awaited = null;
            handleInbound();
        }
    }

    // Outbound

    void send(Frame frame) {
        if (!open) {
            return;
        }
        boolean isUnlimited = frame instanceof Frame.PageEnd || frame.subscription().replay != 0;
        if (outbound.size() >= simulation.plan.outbound() / 2 && frame.isOptional()) {
            simulation.coverage.count("fault: slow reader misses events");
            frame.subscription().missesEvents = true;
            return;
        }
        outbound.add(frame);
        if (outbound.size() > simulation.plan.outbound() && !isUnlimited) {
            simulation.coverage.count("fault: slow reader closed");
            simulation.trace("conn", () -> "closes " + client + ", which reads too slowly");
            outbound.clear();
            close();
            detachLater();
        } else {
            if (frame instanceof Frame.Close) {
                close();
            }
            read();
        }
    }

    private void read() {
        if (attached && !reads && !outbound.isEmpty()) {
            reads = true;
            long delay = simulation.dice.latency(simulation.plan.latency());
            simulation.time.at(Math.max(client.stalledUntil(), simulation.time.now() + delay), this::readSome);
        }
    }

    private void readSome() {
        reads = false;
        if (attached && client.stalledUntil() > simulation.time.now()) {
            read();
            return;
        }
        int most = simulation.dice.between(1, 8);
        for (int i = 0; i < most && attached && !outbound.isEmpty(); i++) {
            Frame frame = outbound.remove();
            if (frame instanceof Frame.PageEnd(SimulatedSubscription subscription, int replay)) {
                node.input(new Input.Replayed(subscription, replay));
            } else {
                client.receive(this, frame);
            }
        }
        read();
    }

    // Closing

    /** Closes the server's end. */
    void close() {
        if (!open) {
            return;
        }
        open = false;
        awaited = null;
        inbound.clear();
        node.connections.remove(this);
        for (SimulatedSubscription subscription : List.copyOf(subscriptions.values())) {
            node.input(new Input.Unsubscribe(subscription));
        }
    }

    /** The node has crashed. */
    void crash() {
        open = false;
        outbound.clear();
        detachLater();
    }

    private void detachLater() {
        simulation.time.after(simulation.dice.latency(simulation.plan.latency()), () -> {
            if (attached) {
                attached = false;
                client.lost(this);
            }
        });
    }

    /** The client's end is gone; the server may notice much later. */
    void detach() {
        attached = false;
        long delay = simulation.dice.latency(
                simulation.dice.chance(0.2) ? 50 * simulation.plan.latency() : simulation.plan.latency());
        simulation.time.after(delay, () -> {
            outbound.clear();
            close();
        });
    }
}
