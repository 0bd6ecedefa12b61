package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises of the chat: throws a {@link Violation} when one is broken. Three things are not promised:
 *
 * <ul>
 *   <li>As long as a node has not heard that a room was deleted, it may deliver messages of a later room with the same id ({@link
 *       #isBlind}).
 *   <li>As long as messages cannot be read, a client may leave before it has received its own ({@link Operations#unreadable}).
 *   <li>A message that is committed after its failure was reported, or by a node that crashes before the others know it, is delivered
 *       with the next message of the room ({@link Simulation#excuseSilence}).
 * </ul>
 */
final class Checks {
    /** @param attempts the number of changes that the client had asked for before */
    private record Typed(SimulatedSubscription subscription, int attempts) {}

    private record Position(RoomId room, After after) {}

    /** A page that was read. @param last the number of its last change, or the {@code seq} of its last message */
    private record ReadPage(Position position, long reached, long last) {}

    /** A change of a room. */
    private record Place(RoomId room, int incarnation, long change) {}

    private record Key(UserId user, RoomId room, int incarnation, ClientMessageId id) {}

    /** The operations of a node that were not answered yet. */
    private static final class Operations {
        final Map<Long, Effect.Store> stores = new LinkedHashMap<>();
        final Map<Long, Position> replayLoads = new LinkedHashMap<>();
        /** The pages that were read for this turn. */
        final List<ReadPage> pages = new ArrayList<>();
        /** The number of the last delivered change of each room. */
        final Map<RoomId, Long> delivered = new HashMap<>();
        /** Those of {@link #replayLoads} that others must not share: a user was renamed or the room was closed since. */
        final Set<Long> outdated = new HashSet<>();
        /** What clients typed and the engine has not announced. */
        final List<Typed> typed = new ArrayList<>();

        Effect.@Nullable Load catchUp;
        /** The rooms of {@link #catchUp}, without those that were closed since. */
        final Set<RoomId> catchingUp = new HashSet<>();
        /** The rooms that could not be caught up with, and since when: nobody waits for them. */
        final Map<RoomId, Long> unreadable = new HashMap<>();

        boolean admits;
        /** The subscriptions whose {@link Effect.Replay} must follow in this turn. */
        final Set<SimulatedSubscription> replaysToFollow = new LinkedHashSet<>();

        boolean isEmpty() {
            return stores.isEmpty() && replayLoads.isEmpty() && catchUp == null && !admits;
        }
    }

    private final Simulation simulation;
    private final Limits limits;
    private final Map<SimulatedNode, Operations> operations = new HashMap<>();
    /** By the objects that only they have. */
    private final Map<Object, Attempt> attempts = new IdentityHashMap<>();

    private final Map<Place, Attempt> stored = new HashMap<>();
    private final Set<Key> keys = new HashSet<>();

    Checks(Simulation simulation) {
        this.simulation = simulation;
        this.limits = simulation.plan.limits();
    }

    private static @Nullable Object words(@Nullable Object detail) {
        return detail instanceof RoomChange || detail instanceof Message ? Words.of(detail) : detail;
    }

    /** The id with which the change answers the subscription, null if it does not. */
    static @Nullable ClientMessageId id(SimulatedSubscription subscription, List<Effect.Answer> answers, int index) {
        return answers.stream()
                .filter(answer ->
                        answer.index() == index && answer.subscription().equals(subscription))
                .map(Effect.Answer::clientMessageId)
                .findFirst()
                .orElse(null);
    }

    private static long number(After after) {
        return switch (after) {
            case After.AfterSeq(long seq) -> seq;
            case After.AfterChange(long change) -> change;
        };
    }

    static void require(boolean kept, String promise, @Nullable Object... details) {
        if (!kept) {
            throw new Violation(
                    promise.formatted(Arrays.stream(details).map(Checks::words).toArray()));
        }
    }

    private Operations operations(SimulatedNode node) {
        return operations.computeIfAbsent(node, _ -> new Operations());
    }

    // What the connections ask

    void asks(SimulatedSubscription subscription, @Nullable After after) {
        subscription.asked = true;
        subscription.after = after;
        subscription.askedAt = simulation.time.now();
        Rooms.Reached reached = simulation.store.end(subscription.room());
        subscription.seen = after != null && reached != null && number(after) <= subscription.end(reached);
        subscription.seenIncarnation = simulation.store.incarnation(subscription.room());
        subscription.reachedWhenAsked = reached == null ? 0 : reached.lastChange();
    }

    Input.Change changes(SimulatedSubscription subscription, Request.Change change) {
        Attempt attempt = new Attempt(subscription, change.action(), change.id(), subscription.attempts.size());
        subscription.attempts.add(attempt);
        attempts.put(
                switch (change.action()) {
                    case Action.Post post -> post.text();
                    case Action.Edit edit -> edit.message();
                    case Action.Delete delete -> delete.message();
                    case Action.React react -> react.message();
                },
                attempt);
        return new Input.Change(subscription, change.action(), change.id());
    }

    void types(SimulatedSubscription subscription) {
        operations(subscription.connection.node).typed.add(new Typed(subscription, subscription.attempts.size()));
    }

    private Attempt attempt(ChangeMessages.Request request) {
        return Objects.requireNonNull(attempts.get(
                switch (request) {
                    case ChangeMessages.Post post -> post.text();
                    case ChangeMessages.Edit edit -> edit.message();
                    case ChangeMessages.Delete delete -> delete.message();
                    case ChangeMessages.React react -> react.message();
                }));
    }

    /** The store has committed a change. */
    void committed(ChangeMessages.Request request, int incarnation, long change) {
        Attempt attempt = attempt(request);
        stored.put(new Place(request.room(), incarnation, change), attempt);
        require(
                attempt.id == null || keys.add(new Key(request.actor().id(), request.room(), incarnation, attempt.id)),
                "%s is stored again",
                attempt);
        simulation.coverage.count("stored: " + attempt.action.getClass().getSimpleName());
    }

    // What the engine is told

    void handles(SimulatedNode node, List<Input> inputs) {
        Operations open = operations(node);
        for (Input input : inputs) {
            switch (input) {
                case Input.Stored(long batch, List<Outcome> outcomes, long _) -> {
                    Effect.Store store = Objects.requireNonNull(open.stores.remove(batch));
                    for (int i = 0; i < outcomes.size(); i++) {
                        attempt(store.requests().get(i)).stored = outcomes.get(i) instanceof Outcome.Stored;
                    }
                }
                case Input.StoreFailed(long batch, Refusal _) -> open.stores.remove(batch);
                case Input.Loaded(long load, var news) -> {
                    Position position = open.replayLoads.get(load);
                    List<RoomChange> read =
                            position == null ? List.of() : news.changes().getOrDefault(position.room(), List.of());
                    if (position != null && !read.isEmpty()) {
                        RoomChange last = read.getLast();
                        open.pages.add(new ReadPage(
                                position,
                                simulation.store.reachedBefore(node, load),
                                position.after() instanceof After.AfterChange
                                        ? last.change()
                                        : ((RoomChange.Posted) last).message().seq()));
                    }
                    if (open.catchUp != null && open.catchUp.load() == load) {
                        open.unreadable.keySet().removeAll(open.catchingUp);
                    }
                    loadEnded(open, load);
                }
                case Input.LoadFailed(long load, Refusal _) -> {
                    if (open.catchUp != null && open.catchUp.load() == load) {
                        open.catchingUp.forEach(room -> open.unreadable.put(room, simulation.time.now()));
                    }
                    loadEnded(open, load);
                }
                case Input.AuthorChanged _, Input.RelayResumed _, Input.PeerVanished _ ->
                    open.outdated.addAll(open.replayLoads.keySet());
                case Input.Admitted _ -> open.admits = false;
                case Input.AdmitFailed _ -> open.admits = false;
                default -> {}
            }
        }
    }

    private static void loadEnded(Operations open, long load) {
        if (open.catchUp != null && open.catchUp.load() == load) {
            open.catchUp = null;
            open.catchingUp.clear();
        } else {
            open.replayLoads.remove(load);
            open.outdated.remove(load);
        }
    }

    // What the engine asks for

    /** Called before the effect is carried out. */
    void effect(SimulatedNode node, List<Input> inputs, Effect effect) {
        Operations open = operations(node);
        simulation.readingChecks.effect(effect);
        switch (effect) {
            case Effect.Fault(Input input, RuntimeException cause) -> {
                Violation violation = new Violation("the engine failed at " + Words.of(input) + ": " + cause);
                violation.initCause(cause);
                throw violation;
            }
            case Effect.Store store -> stores(open, store);
            case Effect.Admit(var requests) -> {
                require(!open.admits, "only one admission at a time");
                require(!requests.isEmpty() && requests.size() <= limits.admissions(), "too many admissions at once");
                open.admits = true;
            }
            case Effect.Load load -> loads(open, load);
            case Effect.LoadMessages load ->
                loadsPage(open, load.load(), new Position(load.room(), new After.AfterSeq(load.afterSeq())));
            case Effect.Deliver(RoomId room, var changes, var answers, var _) -> {
                require(!changes.isEmpty(), "a delivery without changes");
                boolean isHeard = false;
                for (RoomChange change : changes) {
                    requireCommitted(change);
                    require(change.room().equals(room), "%s was delivered in %s", change, room);
                }
                for (Effect.Answer answer : answers) {
                    require(
                            ((SimulatedSubscription) answer.subscription()).live,
                            "%s is answered by a delivery that it does not get",
                            answer.subscription());
                }
                for (SimulatedSubscription subscription : node.members(room)) {
                    if (subscription.live) {
                        isHeard = true;
                        for (int i = 0; i < changes.size(); i++) {
                            sends(node, subscription, changes.get(i), id(subscription, answers, i));
                        }
                    }
                }
                open.delivered.put(room, changes.getLast().change());
                if (!isHeard) {
                    simulation.coverage.count("delivery to nobody");
                }
            }
            case Effect.Announce(RoomId room, var events) ->
                require(!events.isEmpty() && !node.members(room).isEmpty(), "%s announces %s to nobody", node, room);
            case Effect.Subscribed subscribed -> subscribed(node, open, subscribed);
            case Effect.Refused(Subscription refused, Refusal refusal, boolean remains) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) refused;
                simulation.coverage.count("refused: " + refusal);
                requireUse(subscription);
                require(subscription.asked, "%s was refused, but had not asked", subscription);
                boolean isIn = subscription.state == SimulatedSubscription.State.IN;
                require(
                        remains == isIn,
                        "%s remains %s after the refusal, but was in: %s",
                        subscription,
                        remains,
                        isIn);
                subscription.asked = false;
            }
            case Effect.Unsubscribed(Subscription left) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) left;
                requireUse(subscription);
                require(
                        subscription.state == SimulatedSubscription.State.IN,
                        "%s was not in the room that it has left",
                        subscription);
                if (subscription.connection.isOpen()
                        && !open.unreadable.containsKey(subscription.room())
                        && !isBlind(node, subscription.room())) {
                    requireAnswers(subscription);
                }
            }
            case Effect.Expelled(Subscription expelled, var _) -> {
                SimulatedSubscription subscription = (SimulatedSubscription) expelled;
                require(
                        subscription.state == SimulatedSubscription.State.IN,
                        "%s was not in the room from which it is removed",
                        subscription);
                SimulatedStore.Membership membership = membership(subscription);
                require(
                        simulation.store.removals(membership) > 0
                                || !simulation.store.isMember(membership)
                                // Is no member of a room that was created later.
                                || simulation.store.isDeleted(membership.user()),
                        "%s is removed from the room, but its user never was",
                        subscription);
                subscription.asked = false;
            }
            case Effect.Rejected(Subscription sender, ClientMessageId id, Refusal refusal, var _) -> {
                simulation.coverage.count("rejected: " + refusal);
                answers((SimulatedSubscription) sender, id);
            }
            case Effect.Answered(Subscription sender, RoomChange change, var id) ->
                answered((SimulatedSubscription) sender, inputs, change, id);
            case Effect.Replay replay -> replays(node, open, inputs, replay);
            case Effect.Evict(RoomId room) -> {
                require(!node.members(room).isEmpty(), "%s evicts nobody from %s", node, room);
                boolean isTold = inputs.stream()
                        .anyMatch(input -> input instanceof Input.RoomDeleted(RoomId deleted) && deleted.equals(room));
                require(
                        isTold || !node.knowsClosed(room, simulation.lastClosed(room)),
                        "%s evicts %s, which was not deleted",
                        node,
                        room);
                for (SimulatedSubscription subscription : node.members(room)) {
                    if (subscription.asked) {
                        simulation.coverage.count("evicted while asking for a replay");
                        subscription.asked = false;
                    }
                }
            }
            case Effect.Disconnect(Subscription sender, Refusal refusal) -> {
                simulation.coverage.count("disconnected: " + refusal);
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                subscription.attempts.forEach(attempt -> attempt.skipped = true);
                require(
                        refusal == Refusal.NO_SUCH_USER || subscription.state == SimulatedSubscription.State.IN,
                        "%s is over, but its connection is closed with %s",
                        subscription,
                        refusal);
            }
            case Effect.Signal(RoomSignal.Typing(RoomId room, var user)) -> announcesTyping(open, room, user.id());
            case Effect.TellRead tell -> simulation.readingChecks.tells(node, tell);
            case Effect.Signal _ -> {}
        }
    }

    private void stores(Operations open, Effect.Store store) {
        require(open.stores.size() < limits.batches(), "too many batches are stored at once");
        require(
                !store.requests().isEmpty() && store.requests().size() <= limits.batchSize(),
                "a batch of %s changes",
                store.requests().size());
        Set<RoomId> rooms = new HashSet<>();
        Map<SimulatedSubscription, Integer> last = new HashMap<>();
        for (ChangeMessages.Request post : store.requests()) {
            rooms.add(post.room());
            Attempt attempt = attempt(post);
            require(!attempt.handedToStore, "%s is stored twice", attempt);
            attempt.handedToStore = true;
            require(
                    !(attempt.action instanceof Action.Post(var _, var files, var _))
                            || (post instanceof ChangeMessages.Post same && files.equals(same.files())),
                    "%s is stored with other files",
                    attempt);
            require(
                    attempt.number >= attempt.subscription.attemptsBeforeTyping,
                    "%s is stored after %s typed",
                    attempt,
                    attempt.subscription);
            Integer before = last.put(attempt.subscription, attempt.number);
            require(
                    before == null || before < attempt.number,
                    "changes of %s are stored in another order than asked for",
                    attempt.subscription);
        }
        for (Effect.Store other : open.stores.values()) {
            for (ChangeMessages.Request post : other.requests()) {
                require(!rooms.contains(post.room()), "two batches of %s are stored at once", post.room());
            }
        }
        for (RoomId room : open.catchingUp) {
            require(!rooms.contains(room), "%s is stored while its messages are being read", room);
        }
        if (open.stores.put(store.batch(), store) != null) {
            throw new Violation("batch " + store.batch() + " is not unique");
        }
        if (open.stores.size() == 2) {
            simulation.coverage.count("two batches at once");
        }
    }

    /** Clients see that a user types only after the user's earlier messages. */
    private void announcesTyping(Operations open, RoomId room, UserId user) {
        open.typed.removeIf(typed -> typed.subscription().state == SimulatedSubscription.State.OVER);
        List<Typed> candidates = open.typed.stream()
                .filter(typed -> typed.subscription().room().equals(room)
                        && typed.subscription().user().id().equals(user))
                .toList();
        require(!candidates.isEmpty(), "%s does not type in %s", Words.of(user), room);
        Typed typed = candidates.getFirst();
        open.typed.remove(typed);
        SimulatedSubscription subscription = typed.subscription();
        if (candidates.stream().anyMatch(other -> other.subscription() != subscription)) {
            // Which of the user's clients it is cannot be told.
            return;
        }
        subscription.attemptsBeforeTyping = typed.attempts();
        boolean isStoring = open.stores.values().stream()
                .flatMap(store -> store.requests().stream())
                .map(this::attempt)
                .anyMatch(attempt -> attempt.subscription == subscription && attempt.number < typed.attempts());
        require(!isStoring, "%s types before its messages are stored", subscription);
    }

    private void loads(Operations open, Effect.Load load) {
        require(!load.after().isEmpty() && load.limit() > 0, "an empty load");
        if (load.limit() == limits.page() && load.after().size() == 1) {
            load.after()
                    .forEach((room, change) ->
                            loadsPage(open, load.load(), new Position(room, new After.AfterChange(change))));
        } else {
            require(open.catchUp == null, "two loads to catch up at once");
            require(
                    load.after().size() * load.limit()
                            <= Math.max(limits.catchUp(), load.after().size()),
                    "too many messages are read to catch up");
            open.catchUp = load;
            open.catchingUp.addAll(load.after().keySet());
            for (RoomId room : load.after().keySet()) {
                Long failedAt = open.unreadable.get(room);
                require(
                        failedAt == null
                                || simulation.time.now() - failedAt
                                        >= limits.retry().toNanos(),
                        "%s is read again at once after a failure",
                        room);
            }
            for (Effect.Store store : open.stores.values()) {
                for (ChangeMessages.Request post : store.requests()) {
                    require(!load.after().containsKey(post.room()), "%s is read while it is being stored", post.room());
                }
            }
            simulation.coverage.count("load to catch up");
        }
    }

    private void loadsPage(Operations open, long load, Position position) {
        open.replayLoads.forEach((number, other) -> require(
                !other.equals(position) || open.outdated.contains(number), "%s is read twice at once", position));
        open.replayLoads.put(load, position);
        require(open.replayLoads.size() <= limits.replayLoads(), "too many loads at once");
        simulation.coverage.count("load of a replay");
    }

    /** Called when all effects of a turn have been carried out. */
    void handled(SimulatedNode node) {
        Operations open = operations(node);
        for (SimulatedSubscription subscription : open.replaysToFollow) {
            require(
                    subscription.state == SimulatedSubscription.State.OVER,
                    "%s is catching up, but no replay has begun",
                    subscription);
        }
        open.replaysToFollow.clear();
        open.pages.clear();
        open.delivered.keySet().removeIf(room -> !isOpen(node, room));
        // What was asked for a room that has been closed since does not matter.
        open.catchingUp.removeIf(room -> !isOpen(node, room));
        open.unreadable.keySet().removeIf(room -> !isOpen(node, room));
        open.replayLoads.forEach((number, load) -> {
            if (!isOpen(node, load.room())) {
                open.outdated.add(number);
            }
        });
        LiveRooms.Sizes sizes = node.engine.sizes();
        require(sizes.waitingChanges() <= limits.waitingMessages(), "too much waits: %s", sizes);
        require(sizes.delayedAnswers() <= limits.waitingAnswers(), "too many repeats wait: %s", sizes);
        require(sizes.requesters() <= limits.waitingAnswers(), "too many wait for their changes: %s", sizes);
        require(sizes.recentCharacters() <= limits.recentCharacters(), "too many messages in memory: %s", sizes);
        int subscriptions = node.subscriptions();
        require(sizes.queuedEntries() <= subscriptions, "more requests to enter than %s: %s", subscriptions, sizes);
        require(sizes.pages() <= subscriptions + limits.replayLoads(), "more pages than %s: %s", subscriptions, sizes);
    }

    private static boolean isOpen(SimulatedNode node, RoomId room) {
        LiveRoom known = node.engine.find(room);
        return known != null && known.isOpen();
    }

    // What a subscription is sent

    private void requireUse(SimulatedSubscription subscription) {
        require(subscription.state != SimulatedSubscription.State.OVER, "%s is over, but gets an answer", subscription);
    }

    private void subscribed(SimulatedNode node, Operations open, Effect.Subscribed subscribed) {
        SimulatedSubscription subscription = (SimulatedSubscription) subscribed.subscription();
        requireUse(subscription);
        require(subscription.asked, "%s has entered, but had not asked", subscription);
        subscription.asked = false;
        Effect.Welcome welcome = subscribed.welcome();
        After after = subscription.after;
        After gap = subscribed.gap();
        long last = subscription.end(welcome);
        require(
                welcome.members().size() == Math.min(welcome.memberCount(), limits.listedMembers()),
                "%s sees %s of %s members",
                subscription,
                welcome.members().size(),
                welcome.memberCount());
        if (welcome.members().size() < welcome.memberCount()) {
            simulation.coverage.count("truncated list of members");
        } else {
            require(
                    welcome.members().stream()
                            .anyMatch(
                                    user -> user.id().equals(subscription.user().id())),
                    "%s does not see itself among the members",
                    subscription);
        }
        Rooms.Reached reached = simulation.store.end(subscription.room());
        boolean isBlind = isBlind(node, subscription.room());
        require(
                isBlind || (reached != null && last <= subscription.end(reached)),
                "%s has entered after %s, but the room has only %s",
                subscription,
                last,
                reached);
        require(
                isBlind
                        || welcome.lastSeq()
                                == simulation.store.seqAt(
                                        subscription.room(),
                                        simulation.store.incarnation(subscription.room()),
                                        welcome.lastChange()),
                "%s has entered after message %s, but not after change %s",
                subscription,
                welcome.lastSeq(),
                welcome.lastChange());
        requireMembership(node, subscription);
        simulation.readingChecks.welcomes(subscription, subscribed.state());
        boolean again = subscription.next != SimulatedSubscription.UNKNOWN;
        long before = subscription.next;
        boolean isKnown =
                subscription.seen && subscription.seenIncarnation == simulation.store.incarnation(subscription.room());
        if (after == null) {
            require(gap == null && subscribed.live(), "%s is replayed something unasked", subscription);
            subscription.next = last + 1;
        } else if (gap != null) {
            long missed = last - number(after);
            simulation.coverage.count(missed < 0 ? "gap: the room has never got there" : "gap");
            require(gap.equals(after), "%s has a gap behind something else", subscription);
            require(
                    missed > limits.replay() || (missed < 0 && subscription.protocol() == 2 && !isKnown),
                    "%s has a gap of only %s",
                    subscription,
                    missed);
            require(subscribed.live(), "%s has a gap, but is not live", subscription);
            subscription.next = last + 1;
        } else if (number(after) <= last) {
            long missed = last - number(after);
            require(missed <= limits.replay(), "%s is replayed %s", subscription, missed);
            subscription.next = number(after) + 1;
        } else {
            require(subscription.protocol() == 1, "%s is not told that the room has never got there", subscription);
            simulation.coverage.count("client is ahead of the node");
            subscription.next = isKnown ? number(after) + 1 : SimulatedSubscription.UNKNOWN;
        }
        boolean isUnknown =
                before == SimulatedSubscription.UNKNOWN || subscription.next == SimulatedSubscription.UNKNOWN;
        if (again && (isUnknown || subscription.next > before)) {
            // The client wants to skip changes, perhaps its own.
            subscription.attempts.forEach(attempt -> attempt.skipped = true);
        }
        subscription.incarnation = 0;
        subscription.reachedBeforeReplay = subscription.reachedWhenAsked;
        subscription.replayedIncarnation = subscription.seenIncarnation;
        if (!subscribed.live()) {
            open.replaysToFollow.add(subscription);
        }
    }

    private void replays(SimulatedNode node, Operations open, List<Input> inputs, Effect.Replay replay) {
        SimulatedSubscription subscription = (SimulatedSubscription) replay.subscription();
        requireUse(subscription);
        require(
                subscription.state == SimulatedSubscription.State.IN && !subscription.live,
                "%s is replayed messages, but is live",
                subscription);
        open.replaysToFollow.remove(subscription);
        List<RoomChange> changes = replay.changes();
        require(changes.size() <= limits.page(), "a page of %s changes", changes.size());
        int characters =
                changes.stream().skip(1).mapToInt(MessageSize::characters).sum();
        require(characters <= limits.pageCharacters(), "a page of %s characters", characters);
        require(replay.last() || !changes.isEmpty(), "a replay does not advance");
        for (Effect.Answer answer : replay.answers()) {
            require(answer.subscription().equals(subscription), "%s gets an answer to another one", subscription);
        }
        requirePresent(node, open, subscription, changes);
        for (int i = 0; i < changes.size(); i++) {
            require(subscription.number(changes.get(i)) != 0, "%s is replayed what it cannot know", subscription);
            sends(node, subscription, changes.get(i), id(subscription, replay.answers(), i));
        }
        if (simulation.isProbing() && !simulation.areNameChangesUnnoticed() && !changes.isEmpty()) {
            changes.forEach(change -> requireAsStored(subscription, change));
            simulation.coverage.count("replay compared with the history");
        }
        boolean isLoaded = inputs.stream().anyMatch(Input.Loaded.class::isInstance);
        simulation.coverage.count(isLoaded ? "replay after a load" : "replay from memory");
        if (!replay.last()) {
            simulation.coverage.count("replay of several pages");
        }
    }

    /** What is replayed is as it was when the client asked, when the page was read, and when the node delivered last, or later. */
    private void requirePresent(
            SimulatedNode node, Operations open, SimulatedSubscription subscription, List<RoomChange> changes) {
        long delivered = open.delivered.getOrDefault(subscription.room(), 0L);
        for (RoomChange change : changes) {
            Message shown = ((RoomChange.OfMessage) change).message();
            SimulatedStore.Committed committed = Objects.requireNonNull(simulation.store.committed(shown.id()));
            if (committed.incarnation != subscription.replayedIncarnation || isBlind(node, subscription.room())) {
                continue;
            }
            long read = open.pages.stream()
                    .filter(page -> page.position().equals(new Position(subscription.room(), after(subscription)))
                            && subscription.number(change) <= page.last())
                    .mapToLong(ReadPage::reached)
                    .max()
                    .orElse(0);
            long present = Math.max(subscription.reachedBeforeReplay, Math.max(delivered, read));
            require(
                    committed.since(shown) >= committed.textSince(present),
                    "%s is replayed %s, but its text is another one since change %s",
                    subscription,
                    change,
                    committed.textSince(present));
            if (committed.textSince(present) > change.change()) {
                simulation.coverage.count("replay with a later text");
            }
        }
    }

    /** Where the next page of the subscription begins. */
    private static After after(SimulatedSubscription subscription) {
        return subscription.connection.client.after(subscription.next - 1);
    }

    /** Nothing changes any more, so a replay is what the store has. */
    private void requireAsStored(SimulatedSubscription subscription, RoomChange change) {
        Message shown = ((RoomChange.OfMessage) change).message();
        Message message = simulation.store.message(subscription.room(), shown.id());
        require(shown.equals(message), "%s is replayed %s, but the history has %s", subscription, shown, message);
        if (change instanceof RoomChange.Reacted reacted) {
            int count = shown.state().reactions().stream()
                    .filter(reaction -> reaction.emoji().equals(reacted.emoji()))
                    .mapToInt(Reaction::count)
                    .sum();
            require(reacted.count() == count, "%s has another count than its message", change);
        }
    }

    private SimulatedStore.Committed requireCommitted(RoomChange change) {
        Message message = ((RoomChange.OfMessage) change).message();
        SimulatedStore.Committed committed = simulation.store.committed(message.id());
        if (committed == null) {
            throw new Violation(Words.of(change) + " is sent, but was never stored");
        }
        Message stored = committed.message;
        require(
                stored.room().equals(message.room())
                        && stored.seq() == message.seq()
                        && Objects.equals(stored.clientMessageId(), message.clientMessageId())
                        && stored.createdAt().equals(message.createdAt()),
                "%s differs from the stored one",
                change);
        require(committed.since(message) > 0, "%s has never had this text", change);
        if (change.change() != RoomChange.UNNUMBERED) {
            requireSame(change, committed);
        }
        require(
                message.attachments().equals(stored.attachments())
                        || (message.attachments().isEmpty()
                                && (message.state().deleted() || simulation.store.isWithoutFiles(stored))),
                "%s has other files than the stored one",
                change);
        if (!message.attachments().isEmpty()) {
            simulation.coverage.count("message with files sent");
        }
        return committed;
    }

    /** The change was stored under its number, and shows its message no earlier than then. */
    private void requireSame(RoomChange change, SimulatedStore.Committed committed) {
        RoomChange stored = simulation.store.committed(change.room(), committed.incarnation, change.change());
        boolean isSame = stored != null
                && stored.getClass() == change.getClass()
                && ((RoomChange.OfMessage) stored).message().id().equals(committed.message.id())
                && (!(change instanceof RoomChange.Reacted reacted)
                        || reacted.emoji().equals(((RoomChange.Reacted) stored).emoji()));
        require(isSame, "%s is sent, but stored was %s", change, stored);
        Message shown = ((RoomChange.OfMessage) change).message();
        require(
                committed.since(shown) >= committed.textSince(change.change()),
                "%s shows its message as it was before",
                change);
    }

    /** Each change once, in the order of the numbers, without a gap. */
    private void sends(
            SimulatedNode node, SimulatedSubscription subscription, RoomChange change, @Nullable ClientMessageId id) {
        long number = subscription.number(change);
        if (number == 0) {
            require(id == null, "%s is answered with what it does not receive", subscription);
            return;
        }
        SimulatedStore.Committed committed = requireCommitted(change);
        requireMembership(node, subscription);
        if (subscription.next != number && isBlind(node, subscription.room())) {
            subscription.mixed = true;
            subscription.next = SimulatedSubscription.UNKNOWN;
        }
        require(
                subscription.next == SimulatedSubscription.UNKNOWN || number == subscription.next,
                "%s is sent %s, but %s is next",
                subscription,
                change,
                subscription.next);
        subscription.next = number + 1;
        if (subscription.incarnation != 0 && subscription.incarnation != committed.incarnation) {
            simulation.coverage.count("messages of two incarnations of a room");
            require(
                    committed.incarnation > subscription.incarnation
                            && isBlind(node, subscription.room(), subscription.incarnation),
                    "%s is sent changes of room %s and of a later one with its id",
                    subscription,
                    subscription.incarnation);
        }
        subscription.incarnation = committed.incarnation;
        long place = change.change() == RoomChange.UNNUMBERED ? committed.postedAs() : change.change();
        Attempt attempt = stored.get(new Place(change.room(), committed.incarnation, place));
        boolean isOwn = attempt != null && attempt.subscription == subscription;
        require(
                id == null || (isOwn && id.equals(attempt.id)),
                "%s is answered with %s of another one",
                subscription,
                change);
        if (isOwn) {
            require(
                    id != null
                            || attempt.id == null
                            || subscription.protocol() == 1
                            || !attempt.stored
                            || attempt.delivered
                            || attempt.skipped,
                    "%s is sent its %s without the id",
                    subscription,
                    attempt);
            attempt.delivered = true;
        }
    }

    private static SimulatedStore.Membership membership(SimulatedSubscription subscription) {
        return new SimulatedStore.Membership(
                subscription.room(), subscription.user().id());
    }

    /** Nothing of a room is sent to a user when the node knows that the user may not be there. */
    void requireMembership(SimulatedNode node, SimulatedSubscription subscription) {
        require(
                subscription.state != SimulatedSubscription.State.OVER,
                "%s is over, but is sent something",
                subscription);
        SimulatedStore.Membership membership = membership(subscription);
        int removals = simulation.store.removals(membership);
        require(
                removals == 0
                        || node.knownRemoval(membership) < removals
                        || simulation.store.isMember(membership)
                        || simulation.store.end(subscription.room()) == null
                        || isBlind(node, subscription.room()),
                "%s is sent something although its user was removed",
                subscription);
    }

    /** Whether the node was not told that a room with this id is closed. */
    boolean isBlind(SimulatedNode node, RoomId room) {
        int incarnation = simulation.store.incarnation(room);
        boolean exists = simulation.store.reached(room) != null;
        return isBlind(node, room, exists ? incarnation - 1 : incarnation);
    }

    private boolean isBlind(SimulatedNode node, RoomId room, int incarnation) {
        return simulation.wasClosedSince(node.startedAt(), room, incarnation) && !node.knowsClosed(room, incarnation);
    }

    private void answered(
            SimulatedSubscription subscription, List<Input> inputs, RoomChange change, @Nullable ClientMessageId id) {
        requireUse(subscription);
        requireMembership(subscription.connection.node, subscription);
        answers(subscription, id);
        SimulatedStore.Committed committed = requireCommitted(change);
        if (change.change() == RoomChange.UNNUMBERED) {
            simulation.coverage.count("answer to what changes nothing");
            return;
        }
        boolean isSameRoom = subscription.incarnation == 0 || committed.incarnation == subscription.incarnation;
        require(
                !isSameRoom
                        || subscription.next == SimulatedSubscription.UNKNOWN
                        || subscription.number(change) < subscription.next
                        || isBlind(subscription.connection.node, subscription.room()),
                "%s is answered with %s, but %s is next",
                subscription,
                change,
                subscription.next);
        Attempt attempt = stored.get(new Place(change.room(), committed.incarnation, change.change()));
        require(
                attempt != null
                        && Objects.equals(attempt.id, id)
                        && attempt.subscription
                                .user()
                                .id()
                                .equals(subscription.user().id()),
                "%s is answered with %s, which it has not asked for",
                subscription,
                change);
        boolean isImmediate = inputs.stream()
                .anyMatch(input -> input instanceof Input.Stored stored
                        && stored.outcomes().stream()
                                .anyMatch(outcome -> outcome instanceof Outcome.Repeated(RoomChange repeated)
                                        && repeated.equals(change)));
        simulation.coverage.count(isImmediate ? "repeat answered at once" : "repeat answered late");
    }

    private void answers(SimulatedSubscription subscription, @Nullable ClientMessageId id) {
        subscription.answers.merge(id, 1, Integer::sum);
    }

    /** Every message was answered: delivered if it was stored, and otherwise rejected or repeated. */
    private void requireAnswers(SimulatedSubscription subscription) {
        Map<@Nullable ClientMessageId, Integer> expected = new HashMap<>();
        for (Attempt attempt : subscription.attempts) {
            if (attempt.stored) {
                require(
                        // Who leaves during a replay does not wait for its end.
                        attempt.delivered || attempt.skipped || !subscription.live,
                        "%s has asked for %s, but did not receive it",
                        subscription,
                        attempt);
            } else {
                expected.merge(attempt.id, 1, Integer::sum);
            }
        }
        require(
                expected.equals(subscription.answers),
                "%s must get answers %s, but got %s",
                subscription,
                expected,
                subscription.answers);
    }

    // What clients see

    /** The client's own view of the order; {@link #sends} has checked what was sent. */
    void receives(
            SimulatedClient client, SimulatedClient.View view, SimulatedSubscription subscription, RoomChange change) {
        require(
                subscription.number(change) == view.lastSeen + 1
                        || view.expectsAnything
                        || view.subscription == null
                        || view.subscription.mixed,
                "%s receives %s after %s",
                client,
                change,
                view.lastSeen);
    }

    void readsHistory(SimulatedSubscription subscription, long after, long last) {
        if (subscription.state == SimulatedSubscription.State.OVER
                || isBlind(subscription.connection.node, subscription.room())
                || simulation.store.incarnation(subscription.room()) != subscription.seenIncarnation
                || !simulation.store.isMember(membership(subscription))) {
            return;
        }
        Long reached = simulation.store.reached(subscription.room());
        if (reached == null) {
            return;
        }
        List<Message> history = simulation.store.history(subscription.actor(), subscription.room(), after, last);
        require(
                history.size() == last - after,
                "%s has missed %s messages, but the history has %s of them",
                subscription,
                last - after,
                history.size());
    }

    // When all is quiet

    /** Every node knows which rooms were deleted, although nobody publishes in later ones with their ids. */
    void requireNoDeletedRooms() {
        for (SimulatedNode node : simulation.nodes()) {
            for (RoomId room : simulation.rooms()) {
                LiveRoom known = node.engine.find(room);
                Rooms.Reached stored = simulation.store.end(room);
                require(
                        known == null
                                || !known.isOpen()
                                || (stored != null && stored.createdAt().equals(known.createdAt())),
                        "%s has not noticed that %s was deleted",
                        node,
                        room);
            }
        }
    }

    void requireQuiet() {
        requireNoDeletedRooms();
        for (SimulatedNode node : simulation.nodes()) {
            require(operations(node).isEmpty(), "%s waits for the store although all is quiet", node);
            require(!node.engine.needsTick(), "%s has work to do although all is quiet", node);
            for (SimulatedConnection connection : node.connections) {
                require(connection.isQuiet(), "%s waits for an answer of %s", connection.client, node);
            }
        }
        simulation.readingChecks.requireStored();
        for (RoomId room : simulation.rooms()) {
            Set<UserId> users = new HashSet<>();
            for (SimulatedNode node : simulation.nodes()) {
                node.members(room).forEach(member -> users.add(member.user().id()));
            }
            for (SimulatedNode node : simulation.nodes()) {
                for (SimulatedSubscription subscription : node.members(room)) {
                    requireComplete(node, subscription, users);
                }
            }
        }
    }

    private void requireComplete(SimulatedNode node, SimulatedSubscription subscription, Set<UserId> users) {
        require(subscription.connection.isOpen(), "%s has not left although its connection is closed", subscription);
        require(subscription.live, "%s is not live although all is quiet", subscription);
        RoomId room = subscription.room();
        requireAnswers(subscription);
        Rooms.Reached end = simulation.store.end(room);
        if (end == null) {
            throw new Violation(subscription + " is in a room that does not exist");
        }
        require(
                simulation.store.isMember(membership(subscription)),
                "%s is in a room from which its user was removed",
                subscription);
        long reached = subscription.end(end);
        require(
                subscription.incarnation == 0 || subscription.incarnation == simulation.store.incarnation(room),
                "%s is in a room that was deleted, not in the later one with its id",
                subscription);
        SimulatedClient.View view = subscription.connection.client.view(room);
        require(view.subscription == subscription, "%s does not know that it is in the room", subscription);
        if (view.members != null && !subscription.missesEvents) {
            require(
                    view.members.equals(users),
                    "%s sees members %s, but %s are there",
                    subscription,
                    Words.of(view.members),
                    Words.of(users));
            simulation.coverage.count("view of members compared");
        }
        simulation.readingChecks.requireComplete(subscription, view);
        if (simulation.isSilenceExcused() || subscription.next == SimulatedSubscription.UNKNOWN) {
            return;
        }
        require(
                subscription.next == reached + 1 && view.lastSeen == reached,
                "%s was sent all up to %s, has seen %s, but the room has %s",
                subscription,
                subscription.next - 1,
                view.lastSeen,
                reached);
        if (view.messages != null && view.incarnation == simulation.store.incarnation(room) && !subscription.mixed) {
            String difference = view.messages.difference(
                    simulation.store.history(subscription.actor(), room, 0, Long.MAX_VALUE - 1));
            require(difference == null, "%s %s", subscription, difference);
            simulation.coverage.count("state of a client compared with the history");
        }
    }

    /** The engines have nothing to remember when everybody has left. */
    void requireEmpty() {
        for (SimulatedNode node : simulation.nodes()) {
            require(node.members.isEmpty(), "%s has members although everybody has left", node);
            LiveRooms.Sizes sizes = node.engine.sizes();
            require(
                    sizes.equals(new LiveRooms.Sizes(0, 0, 0, 0, 0, 0, 0, 0, 0)),
                    "%s remembers something although everybody has left: %s",
                    node,
                    sizes);
        }
    }
}
