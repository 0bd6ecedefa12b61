package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client program of a user: enters rooms, changes what is there, and returns when its connection breaks with the last number that it has seen. */
final class SimulatedClient {
    /** What the client knows of a room. */
    static final class View {
        boolean wanted;
        /** The last change or, for clients of protocol 1, message that the client has seen, in its present or its last subscription. */
        long lastSeen;

        /** Whether the client has asked for what comes after something that the room never had. */
        boolean expectsAnything;

        /** The incarnation of the room that {@link #messages} are of. */
        int incarnation;

        /** What a client of protocol 2 shows; null before it has entered. */
        @Nullable
        ShownMessages messages;

        /** What the user has read. */
        long readSeq;

        /** What others have read. */
        final Map<UserId, Long> receipts = new LinkedHashMap<>();

        @Nullable
        SimulatedSubscription subscription;
        /** The members, null if the server has listed only some of them. */
        @Nullable
        Set<UserId> members;

        /** What was asked for with an id and not answered. */
        final Map<ClientMessageId, Request.Change> unanswered = new LinkedHashMap<>();
    }

    private static final Set<Refusal> RETRIED =
            Set.of(Refusal.OVERLOADED, Refusal.UNAVAILABLE, Refusal.FAULT, Refusal.FILE_NOT_FOUND);

    final SimulatedUser user;

    /** The version of the protocol. */
    final int protocol;

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
        this.protocol = simulation.plan.protocol(number);
    }

    After after(long lastSeen) {
        return protocol == 2 ? new After.AfterChange(lastSeen) : new After.AfterSeq(lastSeen);
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

    void enter(RoomId room, @Nullable Long after) {
        view(room).wanted = true;
        send(new Request.Enter(room, after));
    }

    void leave(RoomId room) {
        view(room).wanted = false;
        send(new Request.Leave(room));
    }

    void change(RoomId room, Action action, @Nullable ClientMessageId id) {
        Request.Change change = new Request.Change(room, action, id);
        if (id != null) {
            view(room).unanswered.put(id, change);
        }
        send(change);
    }

    /** Asks for the same again, as a client that does not know the answer; a text is another one, which must not be stored. */
    void repeat(RoomId room, Action action, ClientMessageId id) {
        change(
                room,
                switch (action) {
                    case Action.Post(var _, var files, var replyTo) ->
                        new Action.Post(simulation.nextText(), files, replyTo);
                    case Action.Edit(MessageId message, var _) ->
                        new Action.Edit(new MessageId(message.value()), simulation.nextText());
                    case Action.Delete(MessageId message) -> new Action.Delete(new MessageId(message.value()));
                    case Action.React(MessageId message, var emoji, boolean removed) ->
                        new Action.React(new MessageId(message.value()), emoji, removed);
                },
                id);
    }

    void read(RoomId room, long seq) {
        send(new Request.Read(room, seq));
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
        send(new Request.Enter(room, lastSeen(view)));
        if (simulation.dice.chance(0.7)) {
            for (Request.Change change : List.copyOf(view.unanswered.values())) {
                simulation.coverage.count("client sends an unanswered message again");
                repeat(room, change.action(), Objects.requireNonNull(change.id()));
            }
        }
    }

    /** Mostly what the client has seen; sometimes it has forgotten some of it. */
    @Nullable
    Long lastSeen(View view) {
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
            case Frame.Connected(
                    var subscription,
                    var welcome,
                    After after,
                    int incarnation,
                    After gap,
                    long next,
                    var state) -> {
                if (state != null) {
                    view.readSeq = state.counts().seq();
                    view.receipts.clear();
                    state.receipts().forEach(receipt -> view.receipts.put(receipt.user(), receipt.seq()));
                }
                view.subscription = subscription;
                view.members = null;
                if (welcome.memberCount() == welcome.members().size()) {
                    view.members = new LinkedHashSet<>();
                    for (var member : welcome.members()) {
                        view.members.add(member.id());
                    }
                }
                long before = view.lastSeen;
                view.lastSeen = next == SimulatedSubscription.UNKNOWN ? subscription.end(welcome) : next - 1;
                view.expectsAnything = next == SimulatedSubscription.UNKNOWN;
                if (gap instanceof After.AfterSeq(long seq)) {
                    simulation.checks.readsHistory(subscription, seq, welcome.lastSeq());
                }
                boolean isComplete = view.messages != null && view.incarnation == incarnation && after != null;
                if (protocol == 2 && (!isComplete || gap != null || view.lastSeen > before)) {
                    readHistory(view, subscription, incarnation);
                }
            }
            case Frame.Changed(var subscription, RoomChange change, ClientMessageId id) -> {
                answered(view, change, id);
                simulation.checks.receives(this, view, subscription, change);
                view.lastSeen = subscription.number(change);
                view.expectsAnything = false;
                if (view.messages != null && simulation.store.isOf(change, view.incarnation)) {
                    view.messages.receive(change);
                }
            }
            case Frame.Answered(var _, RoomChange change, ClientMessageId id) -> answered(view, change, id);
            case Frame.Happened(var _, RoomEvent event) -> {
                if (view.members != null) {
                    switch (event) {
                        case RoomEvent.Joined(var joined) -> view.members.add(joined.id());
                        case RoomEvent.Left(var left) -> view.members.remove(left.id());
                        case RoomEvent.Typing _ -> {}
                    }
                }
            }
            case Frame.Read(var _, var read) -> {
                if (read.user().equals(user.id)) {
                    view.readSeq = read.seq();
                } else {
                    view.receipts.put(read.user(), read.seq());
                }
            }
            case Frame.ReadRefused(var _, var outcome) -> {
                Long end = outcome == null ? simulation.store.reached(room) : null;
                if (end != null && simulation.dice.chance(0.3)) {
                    read(room, end);
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
            case Frame.Rejected(var _, ClientMessageId id, Refusal refusal) -> {
                if (RETRIED.contains(refusal)) {
                    if (simulation.dice.chance(0.3)) {
                        sendAgain(room, view);
                    }
                } else if (refusal != Refusal.ROOM_NOT_FOUND && id != null) {
                    view.unanswered.remove(id);
                }
            }
            case Frame.Disconnected(var subscription, Departure reason) -> {
                if (view.subscription == subscription) {
                    view.subscription = null;
                }
                if (reason != null && view.wanted) {
                    enterLater(room);
                }
            }
            case Frame.Close _ -> lost(sender);
            case Frame.PageEnd _ -> throw new IllegalStateException("not for the client");
        }
    }

    /** What a client of protocol 2 is not replayed, it reads. */
    private void readHistory(View view, SimulatedSubscription subscription, int incarnation) {
        view.incarnation = incarnation;
        RoomId room = subscription.room();
        view.messages = simulation.store.incarnation(room) == incarnation
                        && simulation.store.isMember(new SimulatedStore.Membership(room, user.id))
                ? ShownMessages.of(simulation.store.history(subscription.actor(), room, 0, Long.MAX_VALUE - 1), user.id)
                : null;
    }

    private static String describe(Frame frame) {
        return switch (frame) {
            case Frame.Changed(var _, RoomChange change, var id) ->
                Words.of(change) + (id == null ? "" : " id " + id.value());
            case Frame.Answered(var _, RoomChange change, var id) -> "the answer " + Words.of(change) + " id " + id;
            case Frame.Connected(var _, var welcome, var _, int _, var gap, long next, var state) ->
                "connected, last " + welcome.lastSeq() + "/" + welcome.lastChange() + ", next " + next + ", gap " + gap
                        + ", read " + state;
            case Frame.Happened(var _, RoomEvent event) ->
                event.getClass().getSimpleName() + " " + Words.of(event.user());
            default -> frame.toString();
        };
    }

    private void answered(View view, RoomChange change, @Nullable ClientMessageId id) {
        ClientMessageId known =
                id == null && protocol == 1 && change instanceof RoomChange.Posted(long _, Message message)
                        ? message.clientMessageId()
                        : id;
        if (known != null) {
            view.unanswered.remove(known);
        }
    }

    /** The user is a member again. */
    void added(RoomId room) {
        View view = view(room);
        if (connection != null && view.subscription == null) {
            view.wanted = true;
            enterLater(room);
        }
    }

    private void enterLater(RoomId room) {
        simulation.time.after(simulation.dice.between(MILLISECOND, 100 * MILLISECOND), () -> {
            View view = view(room);
            if (view.wanted && view.subscription == null && connection != null && simulation.clientsReturn()) {
                send(new Request.Enter(room, lastSeen(view)));
            }
        });
    }

    private void sendAgain(RoomId room, View view) {
        if (!view.unanswered.isEmpty()) {
            Request.Change change = view.unanswered.values().iterator().next();
            repeat(room, change.action(), Objects.requireNonNull(change.id()));
        }
    }

    @Override
    public String toString() {
        return "client " + number;
    }
}
