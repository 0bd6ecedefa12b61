package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client program of a user: enters rooms, publishes, and returns with {@code after_seq} when its connection breaks. */
final class SimulatedClient {
    /** What the client knows of a room. */
    static final class View {
        boolean wanted;
        /** The last message that the client has seen, in its present or its last subscription. */
        long lastSeen;

        /** Whether the client has asked for messages after one that the room never had. */
        boolean expectsAnything;

        @Nullable
        SimulatedSubscription subscription;
        /** The members, null if the server has listed only some of them. */
        @Nullable
        Set<UserId> members;

        /** The messages sent with an id that were not received back. */
        final Map<ClientMessageId, Request.Publish> unanswered = new LinkedHashMap<>();
    }

    final SimulatedUser user;
    final Map<RoomId, View> views = new LinkedHashMap<>();

    @Nullable
    SimulatedConnection connection;

    private final Simulation simulation;
    private final int number;
    private long stalledUntil;

    SimulatedClient(Simulation simulation, int number, SimulatedUser user) {
        this.simulation = simulation;
        this.number = number;
        this.user = user;
    }

    View view(RoomId room) {
        return views.computeIfAbsent(room, _ -> new View());
    }

    long stalledUntil() {
        return stalledUntil;
    }

    // Actions

    /** Connects if necessary; false if that is impossible. */
    boolean connect(SimulatedNode node) {
        if (connection == null) {
            User account = simulation.store.user(user);
            if (account == null || !account.active()) {
                return false;
            }
            connection = new SimulatedConnection(simulation, this, node, account);
            node.connections.add(connection);
            simulation.trace("client", () -> this + " connects to " + node);
        }
        return true;
    }

    void enter(RoomId room, @Nullable Long afterSeq) {
        view(room).wanted = true;
        send(new Request.Enter(room, afterSeq));
    }

    void leave(RoomId room) {
        view(room).wanted = false;
        send(new Request.Leave(room));
    }

    void publish(RoomId room, String text, List<FileId> files, @Nullable ClientMessageId id) {
        Request.Publish publish = new Request.Publish(room, text, files, id);
        if (id != null) {
            view(room).unanswered.put(id, publish);
        }
        send(publish);
    }

    void type(RoomId room) {
        send(new Request.Type(room));
    }

    private void send(Request request) {
        if (connection != null) {
            connection.send(request);
        }
    }

    void stall(long duration) {
        stalledUntil = simulation.time.now() + duration;
    }

    void goOn() {
        stalledUntil = 0;
    }

    void disconnect() {
        SimulatedConnection closed = connection;
        if (closed != null) {
            simulation.trace("client", () -> this + " disconnects");
            connection = null;
            views.values().forEach(view -> view.subscription = null);
            closed.detach();
        }
    }

    /** Returns to the rooms that it was in, and sends again what may not have been stored. */
    void comeBack() {
        if (connection != null || views.values().stream().noneMatch(view -> view.wanted)) {
            return;
        }
        SimulatedNode node = simulation.anyNode();
        if (node == null || !connect(node)) {
            comeBackLater();
            return;
        }
        views.forEach((room, view) -> {
            if (view.wanted) {
                returnTo(room, view);
            }
        });
    }

    private void returnTo(RoomId room, View view) {
        simulation.coverage.count("client returns");
        send(new Request.Enter(room, afterSeq(view)));
        if (simulation.dice.chance(0.7)) {
            for (Request.Publish publish : List.copyOf(view.unanswered.values())) {
                simulation.coverage.count("client sends an unanswered message again");
                publish(room, simulation.nextText(), publish.files(), publish.id());
            }
        }
    }

    /** Mostly what the client has seen; sometimes it has forgotten some of it. */
    @Nullable
    Long afterSeq(View view) {
        if (simulation.dice.chance(0.8)) {
            return view.lastSeen;
        }
        return simulation.dice.chance(0.3) ? null : (Long) simulation.dice.between(0L, view.lastSeen);
    }

    private void comeBackLater() {
        User account = simulation.store.user(user);
        if (account == null || !simulation.clientsReturn()) {
            return;
        }
        long delay = simulation.dice.between(MILLISECOND, 400 * MILLISECOND);
        // Until the account is active again.
        if (account.active()) {
            simulation.time.after(delay, this::comeBack);
        }
    }

    // Events

    /** The connection has broken. */
    void lost(SimulatedConnection broken) {
        if (connection == broken) {
            connection = null;
            views.values().forEach(view -> view.subscription = null);
            comeBackLater();
        }
    }

    void receive(SimulatedConnection sender, Frame frame) {
        simulation.trace("client", () -> this + " receives " + describe(frame));
        RoomId room = frame.subscription().room();
        View view = view(room);
        switch (frame) {
            case Frame.Connected(var subscription, var welcome, Long gapAfter, long next) -> {
                view.subscription = subscription;
                view.members = null;
                if (welcome.memberCount() == welcome.members().size()) {
                    view.members = new LinkedHashSet<>();
                    for (var member : welcome.members()) {
                        view.members.add(member.id());
                    }
                }
                view.lastSeen = next == SimulatedSubscription.UNKNOWN ? welcome.lastSeq() : next - 1;
                view.expectsAnything = next == SimulatedSubscription.UNKNOWN;
                if (gapAfter != null) {
                    simulation.checks.readsHistory(subscription, gapAfter, welcome.lastSeq());
                }
            }
            case Frame.Posted(var subscription, Message message) -> {
                answered(view, message);
                simulation.checks.receives(this, view, message);
                view.lastSeen = message.seq();
                view.expectsAnything = false;
            }
            case Frame.Repeated(var _, Message message) -> answered(view, message);
            case Frame.Happened(var _, RoomEvent event) -> {
                if (view.members != null) {
                    switch (event) {
                        case RoomEvent.Joined(var joined) -> view.members.add(joined.id());
                        case RoomEvent.Left(var left) -> view.members.remove(left.id());
                        case RoomEvent.Typing _ -> {}
                    }
                }
            }
            case Frame.Refused(var _, Refusal refusal, boolean remains) -> {
                if (refusal == Refusal.ROOM_NOT_FOUND) {
                    view.wanted = false;
                } else {
                    enterLater(room);
                }
                if (!remains) {
                    view.subscription = null;
                }
            }
            case Frame.Rejected(var _, Refusal refusal) -> {
                if (refusal != Refusal.ROOM_NOT_FOUND && simulation.dice.chance(0.3)) {
                    sendAgain(room, view);
                }
            }
            case Frame.Disconnected(var subscription, boolean evicted) -> {
                if (view.subscription == subscription) {
                    view.subscription = null;
                }
                if (evicted && view.wanted) {
                    enterLater(room);
                }
            }
            case Frame.Close _ -> lost(sender);
            case Frame.PageEnd _ -> throw new IllegalStateException("not for the client");
        }
    }

    private static String describe(Frame frame) {
        return switch (frame) {
            case Frame.Posted(var _, Message message) -> Words.of(message);
            case Frame.Repeated(var _, Message message) -> "again " + Words.of(message);
            case Frame.Connected(var _, var welcome, var gapAfter, long next) ->
                "connected, last " + welcome.lastSeq() + ", next " + next + ", gap " + gapAfter;
            case Frame.Happened(var _, RoomEvent event) ->
                event.getClass().getSimpleName() + " " + Words.of(event.user());
            default -> frame.toString();
        };
    }

    private static void answered(View view, Message message) {
        if (message.clientMessageId() != null) {
            view.unanswered.remove(message.clientMessageId());
        }
    }

    private void enterLater(RoomId room) {
        simulation.time.after(simulation.dice.between(MILLISECOND, 100 * MILLISECOND), () -> {
            View view = view(room);
            if (view.wanted && view.subscription == null && connection != null && simulation.clientsReturn()) {
                send(new Request.Enter(room, afterSeq(view)));
            }
        });
    }

    private void sendAgain(RoomId room, View view) {
        List<Request.Publish> again = new ArrayList<>(view.unanswered.values());
        if (!again.isEmpty()) {
            Request.Publish publish = again.getFirst();
            publish(room, simulation.nextText(), publish.files(), publish.id());
        }
    }

    @Override
    public String toString() {
        return "client " + number;
    }
}
