package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;
import static io.clubroom.application.chat.live.VirtualTime.SECOND;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, clients, a store and a relay in virtual time. The same plan always makes the same run: there is no thread, no clock and no
 * randomness but the seed's.
 */
final class Simulation {
    private static final List<Emoji> EMOJIS = List.of(new Emoji("👍"), new Emoji("🎉"), new Emoji("😀"));
    private static final long MAX_EVENTS = 300_000;
    private static final long MAX_QUIETING = 120 * SECOND;

    /** @param violation null if all promises were kept */
    record Outcome(@Nullable Violation violation, List<String> trace, Coverage coverage) {}

    private record Closing(RoomId room, int incarnation, long at) {}

    final Plan plan;
    final VirtualTime time = new VirtualTime();
    final Dice dice;
    final Coverage coverage = new Coverage();
    final Checks checks;
    final ReadingChecks readingChecks;
    final SimulatedStore store;
    final SimulatedRelay relay;

    private final @Nullable List<String> trace;
    private final List<RoomId> rooms = new ArrayList<>();
    private final List<SimulatedUser> users = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Closing> closings = new ArrayList<>();
    private final Set<RoomId> closedRooms = new LinkedHashSet<>();
    private final Map<Input.RoomDeleted, Integer> closingIncarnations = new IdentityHashMap<>();
    private final Map<Input.UserRemoved, Integer> removals = new IdentityHashMap<>();
    private long lastFault;
    private int lastNode;
    private int lastNumber;
    private int nextFile;
    private long events;
    private boolean clientsReturn = true;
    private boolean silenceExcused;
    private boolean nameChangesUnnoticed;
    private boolean probing;

    private Simulation(Plan plan, boolean traced) {
        this.plan = plan;
        this.dice = new Dice(plan.seed() + 1);
        this.trace = traced ? new ArrayList<>() : null;
        this.checks = new Checks(this);
        this.store = new SimulatedStore(this);
        this.relay = new SimulatedRelay(this);
        this.readingChecks = new ReadingChecks(this, store);
        for (int i = 0; i < plan.rooms(); i++) {
            rooms.add(new RoomId("room" + i));
        }
        for (int i = 0; i < plan.users(); i++) {
            users.add(store.addUser(i));
        }
        for (int i = 0; i < plan.clients(); i++) {
            clients.add(new SimulatedClient(this, i, users.get(i % users.size())));
        }
    }

    /** Runs a plan; the trace is empty unless asked for. */
    static Outcome run(Plan plan, boolean traced) {
        Simulation simulation = new Simulation(plan, traced);
        Violation violation = null;
        try {
            simulation.run();
        } catch (Violation broken) {
            violation = broken;
        } catch (RuntimeException bug) {
            violation = new Violation("the simulation failed: " + bug);
            violation.initCause(bug);
        }
        return new Outcome(violation, simulation.trace == null ? List.of() : simulation.trace, simulation.coverage);
    }

    /** Called by {@link MutatedEngine} in another class loader. */
    static @Nullable String firstViolation(long seed) {
        Violation violation = run(Plan.of(seed), false).violation();
        return violation == null ? null : violation.getMessage();
    }

    private void run() {
        rooms.forEach(store::createRoom);
        for (int i = 0; i < plan.nodes(); i++) {
            startNode();
        }
        long end = 0;
        for (Stimulus stimulus : plan.stimuli()) {
            end = stimulus.at();
            time.at(end, () -> act(stimulus));
        }
        runUntil(end);
        runUntil(Math.max(end, lastFault) + dice.between(0, 500 * MILLISECOND));

        phase("faults end");
        endFaults();
        runUntilQuiet();
        checks.requireNoDeletedRooms();

        if (silenceExcused) {
            phase("a message in each room");
            silenceExcused = false;
            publishEverywhere();
            runUntilQuiet();
        }
        checks.requireQuiet();

        phase("all clients return");
        clients.forEach(SimulatedClient::comeBack);
        runUntilQuiet();
        checks.requireQuiet();

        phase("new clients read all");
        probing = true;
        probe();
        runUntilQuiet();
        checks.requireQuiet();
        probing = false;

        phase("all clients leave");
        clientsReturn = false;
        clients.forEach(this::leave);
        runUntilQuiet();
        checks.requireQuiet();
        checks.requireEmpty();
    }

    private void phase(String name) {
        trace("phase", () -> name);
    }

    private void runUntil(long until) {
        while (time.runNext(until)) {
            events++;
            Checks.require(events < MAX_EVENTS, "too much happens");
        }
    }

    private void runUntilQuiet() {
        long end = time.now() + MAX_QUIETING;
        runUntil(end);
        Checks.require(!time.runNext(Long.MAX_VALUE), "it does not become quiet");
    }

    void trace(String who, Supplier<String> what) {
        if (trace != null) {
            trace.add("%12.3f ms  %-8s %s".formatted(time.now() / 1e6, who, what.get()));
        }
    }

    // Nodes

    private SimulatedNode startNode() {
        SimulatedNode node = new SimulatedNode(this, ++lastNode);
        trace(node.toString(), () -> "starts");
        nodes.add(node);
        time.after(dice.latency(plan.latency()), () -> relay.connect(node));
        return node;
    }

    private void crash(SimulatedNode node, long duration) {
        if (!node.isAlive()) {
            return;
        }
        trace(node.toString(), () -> "crashes");
        coverage.count("fault: crash");
        relay.crash(node);
        node.crash();
        nodes.remove(node);
        time.after(duration, this::startMissingNode);
    }

    private void startMissingNode() {
        if (nodes.isEmpty() || (plan.replacesNodes() && nodes.size() < plan.nodes())) {
            startNode();
        }
    }

    /** The nodes that are up. */
    List<SimulatedNode> nodes() {
        return nodes;
    }

    /** Null if all nodes are down. */
    @Nullable
    SimulatedNode anyNode() {
        return nodes.isEmpty() ? null : dice.oneOf(nodes);
    }

    private void endFaults() {
        store.heal();
        while (nodes.isEmpty() || (plan.replacesNodes() && nodes.size() < plan.nodes())) {
            startNode();
        }
        nodes.forEach(relay::connect);
        nodes.forEach(node -> node.afterNextCommit = null);
        clients.forEach(SimulatedClient::goOn);
    }

    /** A message that nobody announces is only found when the room's next message is announced. */
    void excuseSilence() {
        coverage.count("fault: unannounced messages");
        silenceExcused = true;
        nameChangesUnnoticed = true;
    }

    boolean isSilenceExcused() {
        return silenceExcused;
    }

    /** Whether nothing changes any more, and new clients read what there is. */
    boolean isProbing() {
        return probing;
    }

    /** Whether a node may not know that a user was renamed. */
    boolean areNameChangesUnnoticed() {
        return nameChangesUnnoticed;
    }

    boolean clientsReturn() {
        return clientsReturn;
    }

    // Rooms

    List<RoomId> rooms() {
        return rooms;
    }

    /** Whether users are told what others have read in the room. */
    boolean areReadingsTold(RoomId room) {
        int number = rooms.indexOf(room);
        return plan.isPrivate(number) && !plan.isLarge(number);
    }

    private void deleteRoom(RoomId room, SimulatedNode node) {
        if (!node.isAlive() || !store.deleteRoom(room)) {
            return;
        }
        coverage.count("room deleted");
        int incarnation = store.incarnation(room);
        trace("store", () -> "deletes " + room + " of incarnation " + incarnation);
        closings.add(new Closing(room, incarnation, time.now()));
        closedRooms.add(room);
        Input.RoomDeleted news = new Input.RoomDeleted(room);
        closingIncarnations.put(news, incarnation);
        relay.roomDeleted(node, news);
        if (dice.chance(0.9)) {
            time.after(dice.latency(plan.latency()), () -> node.input(news));
        } else {
            coverage.count("fault: deletion without an answer");
        }
    }

    private void replaceRoom(RoomId room, SimulatedNode node, Dice details) {
        if (details.chance(0.4)) {
            replaceRoomAlone(room, node, details);
            return;
        }
        SimulatedNode other = details.oneOf(nodes);
        if (other != node) {
            cutRelay(other, details.between(MILLISECOND, 2 * SECOND));
        }
        Long reached = store.reached(room);
        deleteRoom(room, node);
        createRoom(room);
        if (reached != null) {
            // By then, clients are in the new room.
            time.after(details.between(50 * MILLISECOND, 300 * MILLISECOND), () -> {
                for (long i = 0; i < Math.min(reached, 40) + 2; i++) {
                    publishOn(node, room, details);
                }
            });
        }
    }

    /** A node deletes the room while it is cut off, when the others may take it for gone, and may crash before it is connected again. */
    private void replaceRoomAlone(RoomId room, SimulatedNode node, Dice details) {
        long pause = details.between(MILLISECOND, 4 * SECOND);
        lastFault = Math.max(lastFault, time.now() + pause);
        cutRelay(node, pause + details.between(MILLISECOND, SECOND));
        time.after(pause, () -> {
            if (node.isAlive() && !relay.isConnected(node)) {
                coverage.count("room deleted by a node that is cut off");
            }
            deleteRoom(room, node);
            createRoom(room);
            if (details.chance(0.5)) {
                crash(node, details.between(MILLISECOND, 2 * SECOND));
            }
        });
    }

    private void createRoom(RoomId room) {
        if (store.createRoom(room)) {
            coverage.count("room created again");
            trace("store", () -> "creates " + room + " again");
        }
    }

    /** The incarnation of the room that was deleted. */
    int incarnation(Input.RoomDeleted news) {
        return closingIncarnations.getOrDefault(news, 0);
    }

    /** The rooms that have been deleted, perhaps to be created again. */
    Set<RoomId> closedRooms() {
        return closedRooms;
    }

    /** The last incarnation of a room that was deleted, 0 if none was. */
    int lastClosed(RoomId room) {
        return closings.stream()
                .filter(closing -> closing.room().equals(room))
                .mapToInt(Closing::incarnation)
                .max()
                .orElse(0);
    }

    boolean wasClosedSince(long startedAt, RoomId room, int incarnation) {
        return closings.stream()
                .anyMatch(closing -> closing.room().equals(room)
                        && closing.incarnation() == incarnation
                        && closing.at() >= startedAt);
    }

    // Members

    private void removeMember(SimulatedStore.Membership membership, Dice details) {
        if (!store.removeMember(membership)) {
            return;
        }
        coverage.count("member removed");
        trace("store", () -> "removes " + Words.of(membership.user()) + " from " + membership.room());
        Input.UserRemoved news = new Input.UserRemoved(membership.room(), membership.user(), Departure.REMOVED);
        removals.put(news, store.removals(membership));
        relay.userRemoved(news);
        if (details.chance(0.7)) {
            time.after(details.latency(100 * MILLISECOND), () -> addMember(membership));
        }
    }

    private void addMember(SimulatedStore.Membership membership) {
        if (!store.isMember(membership) && store.addMember(membership)) {
            coverage.count("member added again");
            trace("store", () -> "adds " + Words.of(membership.user()) + " to " + membership.room());
            for (SimulatedClient client : clients) {
                if (client.user.id.equals(membership.user())) {
                    client.added(membership.room());
                }
            }
        }
    }

    /** How often the user had been removed from the room then. */
    int removal(Input.UserRemoved news) {
        return removals.getOrDefault(news, 0);
    }

    // Clients

    int nextNumber() {
        return ++lastNumber;
    }

    /** A unique text, which may name a user. */
    MessageText nextText() {
        String padding = dice.chance(0.1) ? " " + "x".repeat(dice.between(10, 100)) : "";
        String mention = dice.chance(0.1) ? " @user" + dice.below(users.size()) : "";
        return new MessageText("t" + nextNumber() + padding + mention);
    }

    /** A new user publishes a message in each room. */
    private void publishEverywhere() {
        SimulatedClient publisher = newClient();
        publisher.connect(nodes.getFirst());
        for (RoomId room : rooms) {
            publisher.enter(room, null);
            publisher.change(room, new Action.Post(nextText(), List.of(), null), null);
        }
    }

    private SimulatedClient newClient() {
        SimulatedClient client = new SimulatedClient(this, clients.size(), store.addUser(clients.size()));
        clients.add(client);
        return client;
    }

    /** New users enter each room on each node, with different parts of the history. */
    private void probe() {
        for (SimulatedNode node : List.copyOf(nodes)) {
            SimulatedClient probe = newClient();
            probe.connect(node);
            for (RoomId room : rooms) {
                Rooms.Reached end = store.end(room);
                if (end != null) {
                    long reached = probe.protocol == 2 ? end.lastChange() : end.lastSeq();
                    long missed =
                            dice.between(0, Math.min(reached, plan.limits().replay() + 2L));
                    probe.enter(room, reached - missed);
                }
            }
        }
    }

    private void leave(SimulatedClient client) {
        if (dice.chance(0.5)) {
            client.disconnect();
        } else {
            List.copyOf(client.views.keySet()).forEach(client::leave);
        }
    }

    // Stimuli

    private void act(Stimulus stimulus) {
        Dice details = new Dice(stimulus.seed());
        trace("plan", () -> stimulus.kind() + " " + stimulus.subject());
        RoomId room = details.oneOf(rooms);
        SimulatedClient client = clients.get(stimulus.subject() % clients.size());
        SimulatedUser user = client.user;
        SimulatedNode node = nodes.isEmpty() ? null : nodes.get(stimulus.subject() % nodes.size());
        boolean connected = client.connection != null;
        switch (stimulus.kind()) {
            case ENTER -> {
                SimulatedNode chosen = nodes.isEmpty() ? null : details.oneOf(nodes);
                if (connected || (chosen != null && client.connect(chosen))) {
                    SimulatedClient.View view = client.view(room);
                    client.enter(room, details.chance(0.3) ? null : lastSeen(view, details));
                }
            }
            case REPLAY -> {
                if (connected) {
                    client.view(room).wanted = true;
                    client.enter(room, lastSeen(client.view(room), details));
                }
            }
            case LEAVE -> {
                if (connected) {
                    client.leave(room);
                }
            }
            case PUBLISH -> publish(client, room, details);
            case BURST -> {
                for (int i = details.between(3, 30); i > 0; i--) {
                    publish(client, room, details);
                }
            }
            case REPEAT -> {
                if (!client.user.sent.isEmpty()) {
                    List<SimulatedUser.Sent> sent = client.user.sent;
                    // Mostly a recent one.
                    int last = sent.size() - 1;
                    SimulatedUser.Sent again = sent.get(
                            details.chance(0.7)
                                    ? last - details.below(Math.min(3, last + 1))
                                    : details.below(last + 1));
                    if (client.protocol == 2 && details.chance(0.15)) {
                        // For something else.
                        boolean wasPosted = again.action() instanceof Action.Post;
                        Message message = wasPosted ? store.recentMessage(again.room(), null, details) : null;
                        client.change(
                                again.room(),
                                message == null
                                        ? new Action.Post(nextText(), List.of(), null)
                                        : new Action.React(fresh(message), EMOJIS.getFirst(), false),
                                again.id());
                    } else {
                        repeat(client, again);
                    }
                }
            }
            case EDIT -> {
                SimulatedClient editor = editor(stimulus.subject(), room);
                Message message = editor == null
                        ? null
                        : store.recentMessage(room, details.chance(0.9) ? editor.user.id : null, details);
                if (message != null) {
                    for (int i = details.chance(0.3) ? details.between(2, 10) : 1; i > 0; i--) {
                        change(editor, room, new Action.Edit(fresh(message), nextText()), details);
                    }
                }
            }
            case DELETE -> {
                SimulatedClient editor = editor(stimulus.subject(), room);
                Message message = editor == null
                        ? null
                        : store.recentMessage(room, details.chance(0.9) ? editor.user.id : null, details);
                if (message != null) {
                    change(editor, room, new Action.Delete(fresh(message)), details);
                }
            }
            case REACT -> {
                SimulatedClient editor = editor(stimulus.subject(), room);
                Message message = editor == null ? null : store.recentMessage(room, null, details);
                if (message != null) {
                    for (int i = details.between(1, 3); i > 0; i--) {
                        change(
                                editor,
                                room,
                                new Action.React(fresh(message), details.oneOf(EMOJIS), details.chance(0.4)),
                                details);
                    }
                }
            }
            case TYPE -> client.type(room);
            case READ -> read(client, room, details);
            case RECONNECT -> {
                client.disconnect();
                time.after(details.between(0L, 500 * MILLISECOND), client::comeBack);
            }
            case QUIT -> client.disconnect();
            case DROP -> {
                SimulatedConnection connection = client.connection;
                if (connection != null) {
                    coverage.count("fault: dropped connection");
                    connection.detach();
                    client.lost(connection);
                }
            }
            case STALL -> {
                coverage.count("fault: stalled client");
                client.stall(details.between(10 * MILLISECOND, SECOND));
            }
            case RENAME -> {
                for (RoomId entered : rooms) {
                    if (client.view(entered).subscription != null && details.chance(0.5)) {
                        publish(client, entered, details);
                    }
                }
                Runnable rename =
                        () -> change(user, UserChange.NOTHING.withFullName(new FullName("Renamed " + nextNumber())));
                if (details.chance(0.5)) {
                    store.afterReadingMessagesOf(user, rename);
                } else {
                    time.after(details.latency(8 * plan.latency()), rename);
                }
            }
            case DEACTIVATE -> {
                User account = store.user(user);
                if (account != null) {
                    change(user, UserChange.NOTHING.withActive(!account.active()));
                    rooms.forEach(each -> readingChecks.unsteady(each, user.id));
                    if (!account.active()) {
                        clients.stream().filter(own -> own.user == user).forEach(SimulatedClient::comeBack);
                    }
                }
            }
            case DELETE_USER -> {
                store.removeUser(user);
                authorChanged(user);
                time.after(
                        details.latency(4 * plan.latency()),
                        () -> clients.stream().filter(own -> own.user == user).forEach(SimulatedClient::disconnect));
            }
            case REMOVE_MEMBER -> {
                if (client.connection != null && details.chance(0.3)) {
                    cutRelay(client.connection.node, details.between(MILLISECOND, 2 * SECOND));
                }
                SimulatedStore.Membership membership = new SimulatedStore.Membership(room, user.id);
                if (details.chance(0.5)) {
                    // What it asks for waits at the time.
                    publish(client, room, details);
                    read(client, room, details);
                }
                if (client.connection != null && details.chance(0.5)) {
                    // It comes back while it is removed.
                    client.leave(room);
                    client.enter(room, lastSeen(client.view(room), details));
                }
                time.after(details.latency(4 * plan.latency()), () -> removeMember(membership, details));
            }
            case CREATE_ROOM -> createRoom(room);
            case DELETE_ROOM -> {
                if (node != null) {
                    if (details.chance(0.5)) {
                        clients.forEach(member -> repeat(member, room));
                    }
                    boolean isCreatedAgain = details.chance(0.7);
                    long pause = details.latency(50 * MILLISECOND);
                    time.after(details.latency(4 * plan.latency()), () -> {
                        deleteRoom(room, node);
                        if (isCreatedAgain) {
                            time.after(pause, () -> createRoom(room));
                        }
                    });
                }
            }
            case REPLACE_ROOM -> {
                if (node != null) {
                    replaceRoom(room, node, details);
                }
            }
            case STORE_FAILS -> {
                if (node != null && details.chance(0.5)) {
                    publishOn(node, details);
                }
                nodes.forEach(each -> readOn(each, details));
                store.fails(
                        details.between(MILLISECOND, 600 * MILLISECOND),
                        details.chance(0.5) ? 1 : 0.5,
                        details.chance(0.5));
            }
            case STORE_HANGS -> store.hangs(details.between(MILLISECOND, 600 * MILLISECOND));
            case CUT_RELAY -> {
                if (node != null) {
                    cutRelayWhileReading(node, details);
                }
            }
            case CRASH -> {
                if (node != null) {
                    if (details.chance(0.5)) {
                        publishOn(node, details);
                    } else {
                        readOn(node, details);
                    }
                    long duration = details.between(MILLISECOND, 2 * SECOND);
                    if (details.chance(0.5)) {
                        node.afterNextCommit = () -> crash(node, duration);
                    }
                    time.after(details.latency(10 * plan.latency()), () -> crash(node, duration));
                }
            }
            case PAUSE -> {
                if (node != null) {
                    coverage.count("fault: pause");
                    node.pause(details.between(MILLISECOND, 300 * MILLISECOND));
                }
            }
        }
    }

    private static long lastSeen(SimulatedClient.View view, Dice details) {
        int choice = details.below(10);
        return switch (choice) {
            case 0 -> 0;
            case 1 -> view.lastSeen + details.between(1, 30);
            case 2, 3, 4 -> details.between(0L, view.lastSeen);
            default -> view.lastSeen;
        };
    }

    private void publish(SimulatedClient client, RoomId room, Dice details) {
        Message target = client.protocol == 2 && details.chance(0.2) ? store.recentMessage(room, null, details) : null;
        MessageId replyTo = target == null ? null : target.id();
        change(client, room, new Action.Post(nextText(), files(client.user), replyTo), details);
    }

    /** A client reads, perhaps several times, and perhaps its user reads with others, too. */
    private void read(SimulatedClient client, RoomId room, Dice details) {
        List<SimulatedClient> readers = clients.stream()
                .filter(other -> other.protocol == 2 && other.view(room).subscription != null)
                .filter(other -> other == client || other.user == client.user)
                .toList();
        boolean isSame = details.chance(0.2);
        long same = details.seed();
        for (int i = details.chance(0.4) ? details.between(2, 6) : 1; i > 0 && !readers.isEmpty(); i--) {
            SimulatedClient reader = details.oneOf(readers);
            Dice choice = new Dice(isSame ? same : details.seed());
            time.after(i == 1 ? 0 : details.between(0, 1_500 * MILLISECOND), () -> {
                Long end = store.reached(room);
                reader.read(room, readUpTo(end == null ? 0 : end, choice));
            });
        }
    }

    private static long readUpTo(long end, Dice choice) {
        return switch (choice.below(10)) {
            case 0, 1 -> choice.between(0L, end);
            case 2 -> end + choice.between(1L, 3L);
            case 3 -> Math.max(0, end - 1);
            default -> end;
        };
    }

    /** A client that is in a room reads through this node. */
    private void readOn(SimulatedNode node, Dice details) {
        List<SimulatedSubscription> readers = node.members.values().stream()
                .flatMap(Set::stream)
                .filter(member -> member.connection.isOpen() && member.protocol() == 2)
                .toList();
        if (!readers.isEmpty()) {
            SimulatedSubscription reader = details.oneOf(readers);
            read(reader.connection.client, reader.room(), details);
        }
    }

    private void change(SimulatedClient client, RoomId room, Action action, Dice details) {
        if (details.chance(0.6)) {
            ClientMessageId id = new ClientMessageId("c" + nextNumber());
            client.user.sent.add(new SimulatedUser.Sent(room, action, id));
            client.change(room, action, id);
        } else {
            client.change(room, action, null);
        }
    }

    /** An object that only one attempt has. */
    private static MessageId fresh(Message message) {
        return new MessageId(message.id().value());
    }

    /** A client in the room that can edit and react, null if there is none. */
    private @Nullable SimulatedClient editor(int subject, RoomId room) {
        for (int i = 0; i < clients.size(); i++) {
            SimulatedClient client = clients.get((subject + i) % clients.size());
            if (client.protocol == 2 && client.view(room).subscription != null) {
                return client;
            }
        }
        return null;
    }

    /** A client asks again for what its user has asked for last in a room. */
    private void repeat(SimulatedClient client, RoomId room) {
        client.user.sent.stream()
                .filter(sent -> sent.room().equals(room))
                .reduce((_, last) -> last)
                .ifPresent(last -> repeat(client, last));
    }

    private static void repeat(SimulatedClient client, SimulatedUser.Sent sent) {
        if (client.protocol == 2 || sent.action() instanceof Action.Post) {
            client.repeat(sent.room(), sent.action(), sent.id());
        }
    }

    /** The files of a message: mostly new ones, some that the user has used before, perhaps at this moment, and some of other users. */
    private List<FileId> files(SimulatedUser user) {
        if (!plan.hasFiles()) {
            return List.of();
        }
        // Of its own, so that the same seed without files makes the same run.
        Dice choice = new Dice(plan.seed() * 31 + lastNumber);
        List<FileId> files = new ArrayList<>();
        while (files.size() < 3 && choice.chance(0.3)) {
            List<FileId> others = (choice.chance(0.9) ? user : choice.oneOf(users)).files;
            if (!others.isEmpty() && choice.chance(0.3)) {
                files.add(others.get(others.size() - 1 - choice.below(Math.min(3, others.size()))));
            } else {
                FileId file = store.addFile(user, nextFile++);
                user.files.add(file);
                files.add(file);
            }
        }
        return files;
    }

    /** A client that is in a room publishes through this node. */
    private void publishOn(SimulatedNode node, Dice details) {
        List<RoomId> joined = List.copyOf(node.members.keySet());
        if (!joined.isEmpty()) {
            publishOn(node, details.oneOf(joined), details);
        }
    }

    private void publishOn(SimulatedNode node, RoomId room, Dice details) {
        List<SimulatedSubscription> members = node.members(room).stream()
                .filter(member -> member.connection.isOpen())
                .toList();
        if (!members.isEmpty()) {
            publish(details.oneOf(members).connection.client, room, details);
        }
    }

    private void cutRelay(SimulatedNode node, long duration) {
        if (relay.isConnected(node)) {
            coverage.count("fault: relay cut");
            relay.cut(node);
            time.after(duration, () -> relay.connect(node));
        }
    }

    /** Clients of the node read shortly before it is connected again, when the others may take it for gone. */
    private void cutRelayWhileReading(SimulatedNode node, Dice details) {
        long duration = details.between(MILLISECOND, 2 * SECOND);
        if (details.chance(0.3)) {
            duration += 2 * SECOND;
            lastFault = Math.max(lastFault, time.now() + duration);
        }
        cutRelay(node, duration);
        time.after(duration * 9 / 10, () -> readOn(node, details));
    }

    private void change(SimulatedUser user, UserChange change) {
        store.change(user, change);
        authorChanged(user);
    }

    private void authorChanged(SimulatedUser user) {
        coverage.count("fault: user changed");
        SimulatedNode node = anyNode();
        if (node == null) {
            // A node whose crash is not simulated has made the change.
            nameChangesUnnoticed = true;
            return;
        }
        time.after(dice.latency(plan.latency()), () -> {
            if (node.isAlive()) {
                relay.authorChanged(node, user.id);
            } else {
                nameChangesUnnoticed |= !relay.isKnownToAll(node);
            }
        });
    }
}
