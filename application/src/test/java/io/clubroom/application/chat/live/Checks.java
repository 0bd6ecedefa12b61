package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    /** @param messages the number of messages that the client had published before */
    private record Typed(SimulatedSubscription subscription, int messages) {}

    /** The operations of a node that were not answered yet. */
    private static final class Operations {
        final Map<Long, Effect.Store> stores = new LinkedHashMap<>();
        final Map<Long, Effect.Load> replayLoads = new LinkedHashMap<>();
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
    private final Map<String, Attempt> attempts = new HashMap<>();

    Checks(Simulation simulation) {
        this.simulation = simulation;
        this.limits = simulation.plan.limits();
    }

    static List<Message> messages(List<RoomChange> changes) {
        return changes.stream()
                .map(change -> ((RoomChange.Posted) change).message())
                .toList();
    }

    static @Nullable Long seq(@Nullable After gap) {
        return gap instanceof After.AfterSeq(long seq) ? (Long) seq : null;
    }

    static void require(boolean kept, String promise, @Nullable Object... details) {
        if (!kept) {
            throw new Violation(promise.formatted(details));
        }
    }

    private Operations operations(SimulatedNode node) {
        return operations.computeIfAbsent(node, _ -> new Operations());
    }

    // What the connections ask

    void asks(SimulatedSubscription subscription, @Nullable Long afterSeq) {
        subscription.asked = true;
        subscription.afterSeq = afterSeq;
        Long reached = simulation.store.reached(subscription.room());
        subscription.seen = afterSeq != null && reached != null && afterSeq <= reached;
        subscription.seenIncarnation = simulation.store.incarnation(subscription.room());
    }

    Input.Change publishes(SimulatedSubscription subscription, Request.Publish publish) {
        Attempt attempt = new Attempt(subscription, publish, subscription.attempts.size());
        subscription.attempts.add(attempt);
        attempts.put(attempt.text, attempt);
        return new Input.Change(
                subscription, new Action.Post(new MessageText(publish.text()), publish.files(), null), publish.id());
    }

    void types(SimulatedSubscription subscription) {
        operations(subscription.connection.node).typed.add(new Typed(subscription, subscription.attempts.size()));
    }

    private Attempt attempt(ChangeMessages.Request request) {
        return Objects.requireNonNull(
                attempts.get(((ChangeMessages.Post) request).text().value()));
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
                case Input.Loaded(long load, var _) -> {
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
            case Effect.Deliver(RoomId room, var changes, var _, var _) -> {
                List<Message> messages = messages(changes);
                require(!messages.isEmpty(), "a delivery without messages");
                boolean isHeard = false;
                for (Message message : messages) {
                    requireCommitted(message);
                    require(message.room().equals(room), "%s was delivered in %s", Words.of(message), room);
                }
                for (SimulatedSubscription subscription : node.members(room)) {
                    if (subscription.live) {
                        isHeard = true;
                        messages.forEach(message -> sends(node, subscription, message));
                    }
                }
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
            case Effect.Rejected(Subscription sender, ClientMessageId id, Refusal refusal, var _) -> {
                simulation.coverage.count("rejected: " + refusal);
                answers((SimulatedSubscription) sender, id);
            }
            case Effect.Answered(Subscription sender, RoomChange change, var _) ->
                repeated(
                        (SimulatedSubscription) sender,
                        inputs,
                        messages(List.of(change)).getFirst());
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
            case Effect.Expelled _ -> throw new Violation("nobody is removed");
            case Effect.Disconnect(Subscription sender, Refusal refusal) -> {
                simulation.coverage.count("disconnected: " + refusal);
                SimulatedSubscription subscription = (SimulatedSubscription) sender;
                require(
                        refusal == Refusal.NO_SUCH_USER || subscription.state == SimulatedSubscription.State.IN,
                        "%s is over, but its connection is closed with %s",
                        subscription,
                        refusal);
            }
            case Effect.Signal(RoomSignal.Typing(RoomId room, var user)) -> announcesTyping(open, room, user.id());
            case Effect.Signal _ -> {}
        }
    }

    private void stores(Operations open, Effect.Store store) {
        require(open.stores.size() < limits.batches(), "too many batches are stored at once");
        require(
                !store.requests().isEmpty() && store.requests().size() <= limits.batchSize(),
                "a batch of %s messages",
                store.requests().size());
        Set<RoomId> rooms = new HashSet<>();
        Map<SimulatedSubscription, Integer> last = new HashMap<>();
        for (ChangeMessages.Request post : store.requests()) {
            rooms.add(post.room());
            Attempt attempt = attempt(post);
            require(!attempt.handedToStore, "%s is stored twice", attempt.text);
            attempt.handedToStore = true;
            require(
                    ((ChangeMessages.Post) post).files().equals(attempt.files),
                    "%s is stored with other files",
                    attempt.text);
            require(
                    attempt.number >= attempt.subscription.messagesBeforeTyping,
                    "%s is stored after %s typed",
                    attempt.text,
                    attempt.subscription);
            Integer before = last.put(attempt.subscription, attempt.number);
            require(
                    before == null || before < attempt.number,
                    "messages of %s are stored in another order than sent",
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
        subscription.messagesBeforeTyping = typed.messages();
        boolean isStoring = open.stores.values().stream()
                .flatMap(store -> store.requests().stream())
                .map(this::attempt)
                .anyMatch(attempt -> attempt.subscription == subscription && attempt.number < typed.messages());
        require(!isStoring, "%s types before its messages are stored", subscription);
    }

    private void loads(Operations open, Effect.Load load) {
        require(!load.after().isEmpty() && load.limit() > 0, "an empty load");
        if (load.limit() == limits.page() && load.after().size() == 1) {
            open.replayLoads.forEach((number, other) -> require(
                    !other.after().equals(load.after()) || open.outdated.contains(number),
                    "%s is read twice at once",
                    load.after()));
            open.replayLoads.put(load.load(), load);
            require(open.replayLoads.size() <= limits.replayLoads(), "too many loads at once");
            simulation.coverage.count("load of a replay");
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
        // What was asked for a room that has been closed since does not matter.
        open.catchingUp.removeIf(room -> !isOpen(node, room));
        open.unreadable.keySet().removeIf(room -> !isOpen(node, room));
        open.replayLoads.forEach((number, load) -> {
            if (load.after().keySet().stream().anyMatch(room -> !isOpen(node, room))) {
                open.outdated.add(number);
            }
        });
        LiveRooms.Sizes sizes = node.engine.sizes();
        require(sizes.waitingMessages() <= limits.waitingMessages(), "too much waits: %s", sizes);
        require(sizes.repeats() <= limits.waitingRepeats(), "too many repeats wait: %s", sizes);
        require(sizes.recentCharacters() <= limits.recentCharacters(), "too many messages in memory: %s", sizes);
        int subscriptions = node.subscriptions();
        require(sizes.arriving() <= subscriptions, "more requests to enter than %s: %s", subscriptions, sizes);
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
        Long afterSeq = subscription.afterSeq;
        Long gapAfter = seq(subscribed.gap());
        long last = welcome.lastSeq();
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
        Long reached = simulation.store.reached(subscription.room());
        require(
                isBlind(node, subscription.room()) || (reached != null && last <= reached),
                "%s has entered after message %s, but the room has only %s",
                subscription,
                last,
                reached);
        boolean again = subscription.next != SimulatedSubscription.UNKNOWN;
        long before = subscription.next;
        if (afterSeq == null) {
            require(gapAfter == null && subscribed.live(), "%s is replayed messages unasked", subscription);
            subscription.next = last + 1;
        } else if (gapAfter != null) {
            simulation.coverage.count("gap");
            require(gapAfter.equals(afterSeq), "%s has a gap after another message", subscription);
            require(last - afterSeq > limits.replay(), "%s has a gap of only %s", subscription, last - afterSeq);
            require(subscribed.live(), "%s has a gap, but is not live", subscription);
            subscription.next = last + 1;
        } else if (afterSeq <= last) {
            require(last - afterSeq <= limits.replay(), "%s is replayed %s messages", subscription, last - afterSeq);
            subscription.next = afterSeq + 1;
        } else {
            boolean isKnown = subscription.seen
                    && subscription.seenIncarnation == simulation.store.incarnation(subscription.room());
            simulation.coverage.count("client is ahead of the node");
            subscription.next = isKnown ? afterSeq + 1 : SimulatedSubscription.UNKNOWN;
        }
        boolean isUnknown =
                before == SimulatedSubscription.UNKNOWN || subscription.next == SimulatedSubscription.UNKNOWN;
        if (again && (isUnknown || subscription.next > before)) {
            // The client wants to skip messages, perhaps its own.
            subscription.attempts.forEach(attempt -> attempt.skipped = true);
        }
        subscription.incarnation = 0;
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
        List<Message> messages = messages(replay.changes());
        require(messages.size() <= limits.page(), "a page of %s messages", messages.size());
        int characters = messages.stream()
                .skip(1)
                .mapToInt(message -> message.text().value().length()
                        + 400 * message.attachments().size())
                .sum();
        require(characters <= limits.pageCharacters(), "a page of %s characters", characters);
        require(replay.last() || !messages.isEmpty(), "a replay does not advance");
        messages.forEach(message -> sends(node, subscription, message));
        if (simulation.isProbing() && !simulation.areNameChangesUnnoticed() && !messages.isEmpty()) {
            long first = messages.getFirst().seq();
            List<Message> history = simulation.store.history(
                    subscription.actor(),
                    subscription.room(),
                    first - 1,
                    messages.getLast().seq());
            require(history.size() == messages.size(), "%s is replayed more than the history has", subscription);
            for (int i = 0; i < messages.size(); i++) {
                require(
                        messages.get(i).equals(history.get(i)),
                        "%s is replayed %s, but the history has %s",
                        subscription,
                        messages.get(i),
                        history.get(i));
            }
            simulation.coverage.count("replay compared with the history");
        }
        boolean isLoaded = inputs.stream().anyMatch(Input.Loaded.class::isInstance);
        simulation.coverage.count(isLoaded ? "replay after a load" : "replay from memory");
        if (!replay.last()) {
            simulation.coverage.count("replay of several pages");
        }
    }

    private SimulatedStore.Committed requireCommitted(Message message) {
        SimulatedStore.Committed committed = simulation.store.committed(message.id());
        if (committed == null) {
            throw new Violation(Words.of(message) + " is sent, but was never stored");
        }
        Message stored = committed.message();
        require(
                stored.room().equals(message.room())
                        && stored.seq() == message.seq()
                        && stored.text().equals(message.text())
                        && Objects.equals(stored.clientMessageId(), message.clientMessageId())
                        && stored.createdAt().equals(message.createdAt()),
                "%s differs from the stored one",
                Words.of(message));
        require(
                message.attachments().equals(stored.attachments())
                        || (message.attachments().isEmpty() && simulation.store.isWithoutFiles(stored)),
                "%s has other files than the stored one",
                Words.of(message));
        if (!message.attachments().isEmpty()) {
            simulation.coverage.count("message with files sent");
        }
        return committed;
    }

    /** Each message once, in the order of {@code seq}, without a gap. */
    private void sends(SimulatedNode node, SimulatedSubscription subscription, Message message) {
        SimulatedStore.Committed committed = requireCommitted(message);
        if (subscription.next != message.seq() && isBlind(node, subscription.room())) {
            subscription.mixed = true;
            subscription.next = SimulatedSubscription.UNKNOWN;
        }
        require(
                subscription.next == SimulatedSubscription.UNKNOWN || message.seq() == subscription.next,
                "%s is sent %s, but message %s is next",
                subscription,
                Words.of(message),
                subscription.next);
        subscription.next = message.seq() + 1;
        if (subscription.incarnation != 0 && subscription.incarnation != committed.incarnation()) {
            simulation.coverage.count("messages of two incarnations of a room");
            require(
                    committed.incarnation() > subscription.incarnation
                            && isBlind(node, subscription.room(), subscription.incarnation),
                    "%s is sent messages of room %s and of a later one with its id",
                    subscription,
                    subscription.incarnation);
        }
        subscription.incarnation = committed.incarnation();
        Attempt attempt = attempts.get(message.text().value());
        if (attempt != null && attempt.subscription == subscription) {
            attempt.delivered = true;
        }
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

    private void repeated(SimulatedSubscription subscription, List<Input> inputs, Message message) {
        requireUse(subscription);
        answers(subscription, message.clientMessageId());
        SimulatedStore.Committed committed = requireCommitted(message);
        boolean isSameRoom = subscription.incarnation == 0 || committed.incarnation() == subscription.incarnation;
        require(
                !isSameRoom
                        || subscription.next == SimulatedSubscription.UNKNOWN
                        || message.seq() < subscription.next
                        || isBlind(subscription.connection.node, subscription.room()),
                "%s is answered with %s, but message %s is next",
                subscription,
                Words.of(message),
                subscription.next);
        require(
                message.author() == null
                        || message.author().id().equals(subscription.user().id()),
                "%s is answered with a message of another user",
                subscription);
        boolean isImmediate = inputs.stream()
                .anyMatch(input -> input instanceof Input.Stored stored
                        && stored.outcomes().stream()
                                .anyMatch(outcome -> outcome instanceof Outcome.Repeated(RoomChange.OfMessage change)
                                        && change.message().equals(message)));
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
                        "%s has published %s, but did not receive it",
                        subscription,
                        attempt.text);
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
    void receives(SimulatedClient client, SimulatedClient.View view, Message message) {
        require(
                message.seq() == view.lastSeen + 1
                        || view.expectsAnything
                        || view.subscription == null
                        || view.subscription.mixed,
                "%s receives %s after message %s",
                client,
                Words.of(message),
                view.lastSeen);
    }

    void readsHistory(SimulatedSubscription subscription, long after, long last) {
        if (subscription.state == SimulatedSubscription.State.OVER
                || isBlind(subscription.connection.node, subscription.room())
                || simulation.store.incarnation(subscription.room()) != subscription.seenIncarnation) {
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
        Long reached = simulation.store.reached(room);
        if (reached == null) {
            throw new Violation(subscription + " is in a room that does not exist");
        }
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
        if (simulation.isSilenceExcused() || subscription.next == SimulatedSubscription.UNKNOWN) {
            return;
        }
        require(
                subscription.next == reached + 1 && view.lastSeen == reached,
                "%s was sent messages up to %s, has seen %s, but the room has %s",
                subscription,
                subscription.next - 1,
                view.lastSeen,
                reached);
    }

    /** The engines have nothing to remember when everybody has left. */
    void requireEmpty() {
        for (SimulatedNode node : simulation.nodes()) {
            require(node.members.isEmpty(), "%s has members although everybody has left", node);
            LiveRooms.Sizes sizes = node.engine.sizes();
            require(
                    sizes.equals(new LiveRooms.Sizes(0, 0, 0, 0, 0, 0, 0)),
                    "%s remembers something although everybody has left: %s",
                    node,
                    sizes);
        }
    }
}
