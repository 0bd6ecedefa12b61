package io.clubroom.application.chat.live;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises about what users have read. Not promised is:
 *
 * <ul>
 *   <li>that clients which are in a room learn how far somebody has read who becomes a member, or active, later ({@link #unsteady}); they
 *       do as soon as that one reads more;
 *   <li>that a reading is told which a node stores that crashes before the others know it ({@link #excuse}).
 * </ul>
 */
final class ReadingChecks {
    /** @param end of the room at the time, 0 if there was none */
    private record Asked(SimulatedSubscription subscription, int incarnation, long seq, long end, long at) {}

    private record Line(SimulatedNode node, RoomReads.Reader reader) {}

    private final Simulation simulation;
    private final SimulatedStore store;
    private final List<Asked> asked = new ArrayList<>();

    /** What the nodes have not begun to store. */
    private final Map<Line, List<Asked>> waiting = new LinkedHashMap<>();

    private final Map<Line, Long> lastTaken = new HashMap<>();
    private final Map<SimulatedSubscription, Integer> refusedAsBeyond = new HashMap<>();

    /** When a reading of a subscription was refused for another reason. */
    private final Map<SimulatedSubscription, Long> refused = new HashMap<>();

    private final Map<RoomReads.Reader, Long> highest = new HashMap<>();
    private final Map<RoomReads.Reader, Long> unsteady = new HashMap<>();
    private boolean excused;

    ReadingChecks(Simulation simulation, SimulatedStore store) {
        this.simulation = simulation;
        this.store = store;
    }

    private static RoomReads.Reader reader(SimulatedSubscription subscription) {
        return new RoomReads.Reader(subscription.room(), subscription.user().id());
    }

    /** How far the user has read, and whether others see it, has changed without a reading. */
    void unsteady(RoomId room, UserId user) {
        unsteady.put(new RoomReads.Reader(room, user), simulation.time.now());
    }

    /** A reading may have been stored of which nobody learns. */
    void excuse() {
        excused = true;
    }

    // What is stored

    void asks(SimulatedSubscription subscription, long seq) {
        Long end = store.reached(subscription.room());
        Asked reading = new Asked(
                subscription,
                store.incarnation(subscription.room()),
                seq,
                end == null ? 0 : end,
                simulation.time.now());
        asked.add(reading);
        waiting.computeIfAbsent(new Line(subscription.connection.node, reader(subscription)), _ -> new ArrayList<>())
                .add(reading);
        RoomReads.Counts counts = store.counts(reader(subscription));
        simulation.coverage.count(
                counts == null
                        ? "reading in a room that is gone"
                        : seq > reading.end()
                                ? "reading beyond the end"
                                : seq < counts.seq()
                                        ? "reading backwards"
                                        : seq == counts.seq() ? "reading repeated" : "reading forwards");
    }

    /** The node has taken what is due: only readings that follow another one within a second wait. */
    private void requireTaken(SimulatedNode node) {
        long now = simulation.time.now();
        waiting.forEach((line, readings) -> {
            if (line.node() == node && !readings.isEmpty()) {
                Long before = lastTaken.get(line);
                Checks.require(
                        before != null && now - before < Readings.PERIOD.toNanos(),
                        "%s is not stored in time",
                        readings.getFirst());
            }
        });
    }

    void takes(SimulatedNode node, List<MarkReadings.Request> requests) {
        long now = simulation.time.now();
        Set<RoomReads.Reader> readers = new HashSet<>();
        for (MarkReadings.Request request : requests) {
            RoomReads.Reader reader =
                    new RoomReads.Reader(request.room(), request.reader().id());
            Checks.require(readers.add(reader), "two readings of %s are stored at once", Words.of(reader));
            Line line = new Line(node, reader);
            Long before = lastTaken.put(line, now);
            Checks.require(
                    before == null || now - before >= Readings.PERIOD.toNanos(),
                    "readings of %s are stored more often than once a second",
                    Words.of(reader));
            List<Asked> readings = waiting.getOrDefault(line, List.of());
            if (readings.size() > 1) {
                simulation.coverage.count("several readings stored together");
            }
            readings.removeIf(reading -> reading.seq() <= request.seq());
        }
        requireTaken(node);
    }

    void marked(SimulatedNode node, List<MarkReadings.Request> requests, List<MarkReadings.Outcome> outcomes) {
        for (int i = 0; i < requests.size(); i++) {
            MarkReadings.Request request = requests.get(i);
            if (outcomes.get(i) == MarkReadings.Outcome.BEYOND_END) {
                lastTaken.remove(new Line(
                        node,
                        new RoomReads.Reader(request.room(), request.reader().id())));
            }
        }
    }

    void refuses(SimulatedSubscription subscription, MarkReadings.@Nullable Outcome outcome) {
        simulation.coverage.count("reading refused: " + (outcome == null ? "UNAVAILABLE" : outcome.name()));
        Checks.require(outcome != MarkReadings.Outcome.DONE, "%s is told that nothing is wrong", subscription);
        if (outcome == MarkReadings.Outcome.BEYOND_END) {
            Checks.require(
                    asked.stream()
                            .anyMatch(reading -> reading.subscription() == subscription
                                    && (reading.seq() > reading.end() || isGone(reading))),
                    "%s is refused a reading that was not beyond the end",
                    subscription);
            refusedAsBeyond.merge(subscription, 1, Integer::sum);
        } else {
            refused.put(subscription, simulation.time.now());
        }
    }

    /** Whether the room or the user does not exist any more. */
    private boolean isGone(Asked reading) {
        return reading.incarnation() != store.incarnation(reading.subscription().room())
                || store.counts(reader(reading.subscription())) == null;
    }

    /** It is told when it is stored. */
    void tells(RoomSignal.Read read) {
        RoomReads.Reader reader = new RoomReads.Reader(read.room(), read.user());
        RoomReads.Counts counts = store.counts(reader);
        Checks.require(
                counts != null && read.seq() <= counts.seq(),
                "%s is told of %s, but stored is %s",
                read.seq(),
                Words.of(reader),
                counts);
        highest.merge(reader, read.seq(), Math::max);
    }

    // What clients are told

    /** Each state that a newcomer is told is what a recount finds. */
    void admits(List<EnterRoom.Request> requests, List<EnterRoom.Decision> decisions) {
        for (int i = 0; i < requests.size(); i++) {
            boolean exists = store.counts(new RoomReads.Reader(
                            requests.get(i).room(), requests.get(i).actor().id()))
                    != null;
            if (exists
                    && decisions.get(i)
                            instanceof EnterRoom.Decision.Allowed(var _, var _, boolean _, RoomReads.State state)
                    && state != null) {
                EnterRoom.Request request = requests.get(i);
                RoomReads.Reader reader =
                        new RoomReads.Reader(request.room(), request.actor().id());
                long unread = store.recount(reader, state.counts().seq());
                Checks.require(
                        state.counts().unread() == unread,
                        "%s has %s unread messages, but a recount finds %s",
                        Words.of(reader),
                        state.counts().unread(),
                        unread);
                highest.merge(reader, state.counts().seq(), Math::max);
                state.receipts()
                        .forEach(receipt -> highest.merge(
                                new RoomReads.Reader(request.room(), receipt.user()), receipt.seq(), Math::max));
            }
        }
    }

    /** Which client has just entered, and may be told what was read since it was let in. */
    private @Nullable SimulatedSubscription newcomer;

    /** Called before each effect. */
    void effect(Effect effect) {
        if (!(effect instanceof Effect.TellRead)) {
            newcomer = null;
        }
    }

    void tells(SimulatedNode node, Effect.TellRead tell) {
        SimulatedSubscription only = (SimulatedSubscription) tell.newcomer();
        Checks.require(
                only == null || only.state == SimulatedSubscription.State.IN,
                "%s is told what is read in a room that it is not in",
                only);
        RoomSignal.Read read = tell.read();
        if (only != null && only == newcomer) {
            simulation.coverage.count("reading told to a newcomer");
        } else if (only != null) {
            simulation.coverage.count("reading told later, whose signal may be lost");
        }
        for (SimulatedSubscription subscription : node.members(read.room())) {
            if (isTold(subscription, tell)) {
                simulation.checks.requireMembership(node, subscription);
                hears(subscription, read.user(), read.seq());
            }
        }
    }

    /** Who has entered begins with what was read when it was let in. */
    void welcomes(SimulatedSubscription subscription, RoomReads.@Nullable State state) {
        subscription.told.clear();
        newcomer = subscription;
        subscription.knowsSince = subscription.askedAt;
        Checks.require(
                (state != null) == (subscription.protocol() == 2), "%s is told the state %s", subscription, state);
        if (state != null) {
            hears(subscription, subscription.user().id(), state.counts().seq());
            state.receipts().forEach(receipt -> hears(subscription, receipt.user(), receipt.seq()));
        }
    }

    /** Whether a client is told of a reading. */
    static boolean isTold(SimulatedSubscription subscription, Effect.TellRead tell) {
        return subscription.protocol() == 2
                && (tell.newcomer() == null || tell.newcomer() == subscription)
                && tell.read()
                        .audience()
                        .includes(tell.read().user(), subscription.user().id());
    }

    /** A client is told how far somebody has read. */
    private void hears(SimulatedSubscription subscription, UserId user, long seq) {
        RoomId room = subscription.room();
        RoomReads.Reader reader = new RoomReads.Reader(room, user);
        boolean isOwn = user.equals(subscription.user().id());
        boolean isMember = store.isMember(
                new SimulatedStore.Membership(room, subscription.user().id()));
        Checks.require(
                isOwn
                        // The node has not heard of the removal.
                        || !isMember
                        || (simulation.areReadingsTold(room)
                                && !simulation.plan.hidesReadings(user)
                                && !simulation.plan.hidesReadings(
                                        subscription.user().id())),
                "%s hears what %s has read",
                subscription,
                Words.of(user));
        simulation.coverage.count(isOwn ? "reading told to its reader" : "reading told to another user");
        if (simulation.checks.isBlind(subscription.connection.node, room)) {
            return;
        }
        RoomReads.Counts counts = store.counts(reader);
        long stored = Math.max(highest.getOrDefault(reader, 0L), counts == null ? 0 : counts.seq());
        Checks.require(
                seq <= stored,
                "%s hears that %s has read %s, but stored is %s",
                subscription,
                Words.of(user),
                seq,
                stored);
        long before = subscription.told.getOrDefault(user, 0L);
        Checks.require(
                seq >= before, "%s hears that %s has read %s, after %s", subscription, Words.of(user), seq, before);
        subscription.told.put(user, seq);
    }

    // When all is quiet

    /** Each reading was stored or refused. */
    void requireStored() {
        for (SimulatedNode node : simulation.nodes()) {
            Checks.require(node.readings.isQuiet(), "readings wait in %s although all is quiet", node);
        }
        Map<SimulatedSubscription, Set<Long>> beyond = new HashMap<>();
        for (Asked reading : asked) {
            SimulatedSubscription subscription = reading.subscription();
            RoomReads.Counts counts = store.counts(reader(subscription));
            if (!subscription.connection.node.isAlive()
                    || isGone(reading)
                    || counts == null
                    || counts.seq() >= reading.seq()
                    || refused.getOrDefault(subscription, 0L) >= reading.at()) {
                continue;
            }
            Checks.require(reading.seq() > reading.end(), "%s was neither stored nor refused: %s", reading, counts);
            beyond.computeIfAbsent(subscription, _ -> new HashSet<>()).add(reading.seq());
        }
        beyond.forEach((subscription, seqs) -> Checks.require(
                refusedAsBeyond.getOrDefault(subscription, 0) >= seqs.size(),
                "%s has asked for %s beyond the end, and was refused %s times",
                subscription,
                seqs,
                refusedAsBeyond.getOrDefault(subscription, 0)));
    }

    /** What a client knows is what the store has. */
    void requireComplete(SimulatedSubscription subscription, SimulatedClient.View view) {
        if (subscription.protocol() != 2 || excused) {
            return;
        }
        RoomReads.State state = store.state(reader(subscription));
        Checks.require(
                view.readSeq == state.counts().seq(),
                "%s knows that it has read %s, but stored is %s",
                subscription,
                view.readSeq,
                state.counts());
        if (view.messages != null
                && view.incarnation == store.incarnation(subscription.room())
                && !subscription.mixed
                && !simulation.isSilenceExcused()
                && subscription.next != SimulatedSubscription.UNKNOWN) {
            Checks.require(
                    view.messages.unread(view.readSeq) == state.counts().unread(),
                    "%s counts %s unread messages, but stored is %s",
                    subscription,
                    view.messages.unread(view.readSeq),
                    state.counts());
            simulation.coverage.count("unread messages of a client compared");
        }
        if (!simulation.areReadingsTold(subscription.room()) || simulation.plan.mayOutgrowReceipts()) {
            return;
        }
        for (RoomReads.Receipt receipt : state.receipts()) {
            Long changed = unsteady.get(new RoomReads.Reader(subscription.room(), receipt.user()));
            if (changed != null && changed >= subscription.knowsSince) {
                continue;
            }
            Checks.require(
                    Long.valueOf(receipt.seq()).equals(view.receipts.get(receipt.user())),
                    "%s knows that %s has read %s, but stored is %s",
                    subscription,
                    Words.of(receipt.user()),
                    view.receipts.get(receipt.user()),
                    receipt.seq());
            simulation.coverage.count("receipt of a client compared");
        }
    }
}
