package io.clubroom.application.chat.live;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.PostMessages;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that have clients on this node. Messages are stored first, many with one commit, and delivered in the order of {@code seq}
 * while the next ones are being stored. Messages that other nodes have stored are read from the last delivered {@code seq} on, but never
 * while this node stores messages of the same room: so none is left out, delivered twice or delivered out of order.
 *
 * <p>Not thread-safe: a single caller hands in inputs and carries out the effects.
 */
public final class LiveRooms {
    /** A request to enter a room, or to be replayed messages there. */
    record Entry(Subscription subscription, @Nullable Long afterSeq) {}

    /** A request that is being decided. */
    private record Admission(Entry entry, LiveRoom room) {}

    /** A room whose new messages are being read. */
    private record Behind(LiveRoom room, int openings) {}

    private record CatchUp(long load, List<Behind> rooms) {}

    private final Limits limits;
    private final Map<RoomId, LiveRoom> rooms = new LinkedHashMap<>();
    private final PendingWrites writes;
    private final RecentMessages recent;
    private final Replays replays;

    /** The rooms that may be {@linkplain LiveRoom#isStale() stale}. */
    private final Set<LiveRoom> stale = new LinkedHashSet<>();

    /** The rooms that may have clients {@linkplain LiveRoom#ahead ahead}. */
    private final Set<LiveRoom> expecting = new LinkedHashSet<>();

    /** The rooms that may have repeats to answer. */
    private final Set<LiveRoom> repeating = new LinkedHashSet<>();

    /** At most one of each subscription. */
    private final Deque<Entry> arriving = new ArrayDeque<>();

    /** The requests that are being decided; empty if none are. */
    private List<Admission> admissions = List.of();

    private @Nullable CatchUp catchUp;
    private long lastLoad;

    /** Batches and loads up to these may show old names of their authors. */
    private long lastBatchWithOldNames;

    private long lastLoadWithOldNames;

    private long now;
    private @Nullable Long retryAt;
    private long round;
    private @Nullable Long confirmationEnd;

    /** The first parts of lists that are too long for a page, so that subscriptions share them; for one turn. */
    private final IdentityHashMap<List<Message>, List<Message>> pages = new IdentityHashMap<>();

    private List<Effect> requests = new ArrayList<>();
    private List<Effect> deliveries = new ArrayList<>();

    public LiveRooms(Limits limits) {
        this.limits = limits;
        this.writes = new PendingWrites(limits.batches(), limits.batchSize());
        this.recent = new RecentMessages(limits.recent(), limits.recentCharacters());
        this.replays = new Replays(limits.replayLoads());
    }

    /** Handles inputs in their order, and returns the effects to carry out in theirs. */
    public List<Effect> handle(List<Input> inputs) {
        for (Input input : inputs) {
            guarded(input, () -> handle(input));
        }
        guarded(new Input.Tick(now), this::advance);
        List<Effect> effects = requests;
        // What takes time first.
        effects.addAll(deliveries);
        requests = new ArrayList<>();
        deliveries = new ArrayList<>();
        pages.clear();
        return effects;
    }

    /** Whether an {@link Input.Tick} is needed although nothing else happens. */
    public boolean needsTick() {
        return retryAt != null || confirmationEnd != null;
    }

    /** Whether no messages wait to be stored, and none are being stored. */
    public boolean isIdle() {
        return writes.isIdle();
    }

    private void guarded(Input input, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            deliveries.add(new Effect.Fault(input, bug));
        }
    }

    private void handle(Input input) {
        switch (input) {
            case Input.Subscribe(Subscription subscription, Long afterSeq) ->
                arriving.add(new Entry(subscription, afterSeq));
            case Input.Unsubscribe(Subscription subscription) -> writes.defer(subscription.room(), input);
            case Input.Publish publish -> publish(publish);
            case Input.Type(Subscription subscription) -> writes.defer(subscription.room(), input);
            case Input.Replayed(Subscription subscription, int replay) -> replayed(subscription, replay);
            case Input.Stored stored -> stored(stored);
            case Input.StoreFailed(long batch, Refusal refusal) -> storeFailed(batch, refusal);
            case Input.Admitted(List<EnterRoom.Result> results) -> admitted(results);
            case Input.AdmitFailed(Refusal refusal) -> admitFailed(refusal);
            case Input.Loaded(long load, FollowRooms.News news) -> loaded(load, news);
            case Input.LoadFailed(long load, Refusal refusal) -> loadFailed(load, refusal);
            case Input.PeerSignal(NodeId node, RoomSignal signal) -> heard(node, signal);
            case Input.PeerAppeared(NodeId _) -> announceUsersHere();
            case Input.PeerVanished(NodeId node) -> vanished(node);
            case Input.RelayResumed() -> resumed();
            case Input.AuthorChanged changed -> authorChanged(changed);
            case Input.Tick(long nanoTime) -> now = nanoTime;
        }
    }

    /** Goes on with what waited. */
    private void advance() {
        forgetUnconfirmed();
        enterAhead();
        startCatchUp();
        admit();
        startReplayLoads();
        store();
        answerRepeats();
        for (Input due : writes.due(this::isHeld)) {
            guarded(due, () -> {
                switch (due) {
                    case Input.Unsubscribe(Subscription subscription) -> unsubscribe(subscription);
                    case Input.Type(Subscription subscription) -> type(subscription);
                    default -> throw new IllegalStateException("Only these are deferred");
                }
            });
        }
    }

    // Entering and leaving

    private void admit() {
        if (!admissions.isEmpty() || arriving.isEmpty()) {
            return;
        }
        List<Admission> asked = new ArrayList<>();
        while (!arriving.isEmpty() && asked.size() < limits.admissions()) {
            Entry entry = arriving.remove();
            if (!entry.subscription().isOver()) {
                LiveRoom room = rooms.computeIfAbsent(entry.subscription().room(), LiveRoom::new);
                room.entering++;
                asked.add(new Admission(entry, room));
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        admissions = asked;
        requests.add(new Effect.Admit(asked.stream()
                .map(admission -> admission.entry().subscription())
                .map(subscription -> new EnterRoom.Request(subscription.actor(), subscription.room()))
                .toList()));
    }

    private void admitted(List<EnterRoom.Result> results) {
        List<Admission> asked = admissions;
        admissions = List.of();
        Map<LiveRoom, List<Entry>> entering = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Entry entry = asked.get(i).entry();
            LiveRoom room = asked.get(i).room();
            if (room.isEvicted()) {
                // The answer may be about the room that was removed, or about a new one with its id.
                arriving.add(entry);
                continue;
            }
            if (entry.subscription().isOver()) {
                leaveEntrance(room);
                continue;
            }
            switch (results.get(i)) {
                case EnterRoom.Result.NotFound() -> {
                    suspect(room);
                    refuse(entry.subscription(), room, Refusal.ROOM_NOT_FOUND);
                }
                case EnterRoom.Result.Allowed(long lastSeq) -> {
                    if (!room.isOpen()) {
                        room.open(lastSeq, writes.lastBatch());
                    }
                    announce(room, lastSeq);
                    Long afterSeq = entry.afterSeq();
                    if (afterSeq != null && afterSeq > room.delivered() && room.isBehind()) {
                        room.ahead.add(entry);
                        expecting.add(room);
                    } else if (afterSeq != null && isReplayable(room, afterSeq) && recent(room, afterSeq) == null) {
                        replays.await(entry.subscription(), room, afterSeq, true);
                    } else {
                        entering.computeIfAbsent(room, _ -> new ArrayList<>()).add(entry);
                    }
                }
            }
        }
        entering.forEach((room, entries) -> enter(room, entries, null));
    }

    /** Lets clients enter that were ahead of this node, as soon as it has caught up with them. */
    private void enterAhead() {
        for (LiveRoom room : expecting) {
            List<Entry> entering = new ArrayList<>();
            room.ahead.removeIf(entry -> {
                boolean isOver = entry.subscription().isOver();
                Long afterSeq = entry.afterSeq();
                boolean isDue = afterSeq == null || afterSeq <= room.delivered() || !room.isBehind();
                if (isOver) {
                    leaveEntrance(room);
                } else if (isDue) {
                    entering.add(entry);
                }
                return isOver || isDue;
            });
            if (!entering.isEmpty()) {
                enter(room, entering, null);
            }
        }
        expecting.removeIf(room -> room.ahead.isEmpty());
    }

    private void refuseAhead(LiveRoom room, Refusal refusal) {
        List<Entry> entries = List.copyOf(room.ahead);
        room.ahead.clear();
        entries.forEach(entry -> refuse(entry.subscription(), room, refusal));
    }

    private void admitFailed(Refusal refusal) {
        List<Admission> asked = admissions;
        admissions = List.of();
        for (Admission admission : asked) {
            if (!admission.room().isEvicted()) {
                refuse(admission.entry().subscription(), admission.room(), refusal);
            } else if (!admission.entry().subscription().isOver()) {
                arriving.add(admission.entry());
            }
        }
    }

    /** Refuses one that was {@linkplain LiveRoom#entering entering}. */
    private void refuse(Subscription subscription, LiveRoom room, Refusal refusal) {
        if (!subscription.isOver()) {
            boolean remains = subscription.isJoined();
            subscription.ended = !remains;
            deliveries.add(new Effect.Refused(subscription, refusal, remains));
            if (subscription.catchingUp && !subscription.writing && subscription.awaited == null) {
                // The replay that was under way goes on.
                replay(subscription, room, null);
            }
        }
        leaveEntrance(room);
    }

    private void leaveEntrance(LiveRoom room) {
        room.entering--;
        closeIfUnoccupied(room);
    }

    /** @param loaded the first messages to replay, null if they are among the recent ones */
    private void enter(LiveRoom room, List<Entry> entries, @Nullable List<Message> loaded) {
        List<RoomEvent> events = new ArrayList<>();
        for (Entry entry : entries) {
            Subscription subscription = entry.subscription();
            room.entering--;
            if (!subscription.isJoined()) {
                subscription.joined = room;
                room.subscriptions++;
                Presence.Change change = room.presence().entered(subscription.user());
                if (change.here()) {
                    deliveries.add(new Effect.Signal(new RoomSignal.Present(room.id(), subscription.user())));
                }
                if (change.everywhere()) {
                    events.add(new RoomEvent.Joined(subscription.user()));
                }
            }
        }
        Effect.Welcome welcome = new Effect.Welcome(
                room.id(),
                room.delivered(),
                room.presence().users(limits.listedMembers()),
                room.presence().count());
        for (Entry entry : entries) {
            Subscription subscription = entry.subscription();
            Long afterSeq = entry.afterSeq();
            boolean isBehind = afterSeq != null && isReplayable(room, afterSeq);
            boolean hasGap = afterSeq != null && afterSeq < room.delivered() && !isBehind;
            replays.leave(subscription);
            subscription.replay++;
            subscription.writing = false;
            subscription.catchingUp = isBehind;
            deliveries.add(new Effect.Subscribed(subscription, welcome, hasGap ? afterSeq : null, !isBehind));
            if (afterSeq != null && isBehind) {
                subscription.position = afterSeq;
                replay(subscription, room, loaded);
            }
        }
        if (!events.isEmpty()) {
            deliveries.add(new Effect.Announce(room.id(), events));
        }
    }

    private void unsubscribe(Subscription subscription) {
        if (subscription.isOver()) {
            return;
        }
        LiveRoom room = subscription.joined;
        Replays.Page awaited = subscription.awaited;
        if (replays.leave(subscription) && awaited != null) {
            leaveEntrance(awaited.room);
        }
        if (room == null) {
            subscription.ended = true;
            return;
        }
        subscription.ended = true;
        room.subscriptions--;
        room.repeats.stream()
                .filter(repeat -> repeat.subscription().equals(subscription))
                .forEach(repeat -> reject(repeat, Refusal.UNAVAILABLE));
        deliveries.add(new Effect.Unsubscribed(subscription));
        Presence.Change change = room.presence().left(subscription.user().id());
        if (change.here()) {
            deliveries.add(new Effect.Signal(new RoomSignal.Absent(room.id(), subscription.user())));
        }
        if (change.everywhere()) {
            announce(room, List.of(new RoomEvent.Left(subscription.user())));
        }
        closeIfUnoccupied(room);
    }

    private void type(Subscription subscription) {
        if (subscription.isJoined()) {
            deliveries.add(new Effect.Signal(new RoomSignal.Typing(subscription.room(), subscription.user())));
            deliveries.add(
                    new Effect.Announce(subscription.room(), List.of(new RoomEvent.Typing(subscription.user()))));
        }
    }

    private void announce(LiveRoom room, List<RoomEvent> events) {
        if (room.subscriptions > 0 && !events.isEmpty()) {
            deliveries.add(new Effect.Announce(room.id(), events));
        }
    }

    /** Forgets what only matters to clients of this node, and the room if it has none on other nodes either. */
    private void closeIfUnoccupied(LiveRoom room) {
        if (room.isEvicted() || room.isOccupied()) {
            return;
        }
        room.close();
        forgetMessages(room);
        if (room.presence().isEmpty()) {
            rooms.remove(room.id(), room);
        }
    }

    private void forgetMessages(LiveRoom room) {
        stale.remove(room);
        repeating.remove(room);
        recent.forget(room.id());
    }

    /** Removes a room that no longer exists. */
    private void evict(LiveRoom room) {
        rooms.remove(room.id(), room);
        forgetMessages(room);
        if (room.subscriptions > 0) {
            deliveries.add(new Effect.Evict(room.id()));
        }
        room.repeats.forEach(repeat -> reject(repeat, Refusal.ROOM_NOT_FOUND));
        room.evict();
        for (Participant user : room.presence().usersHere()) {
            deliveries.add(new Effect.Signal(new RoomSignal.Absent(room.id(), user)));
        }
        // The other nodes tell about their users themselves.
        room.presence().forgetHere();
        if (!room.presence().isEmpty()) {
            rooms.put(room.id(), new LiveRoom(room.id(), room.presence()));
        }
        // Those that wait to enter may be allowed into a new room with this id.
        room.ahead.stream().filter(entry -> !entry.subscription().isOver()).forEach(arriving::add);
        room.ahead.clear();
        expecting.remove(room);
        replays.evict(room).forEach((subscription, afterSeq) -> {
            if (!subscription.isOver()) {
                arriving.add(new Entry(subscription, afterSeq));
            }
        });
        for (Input.Publish publish : writes.drop(room.id())) {
            reject(publish, Refusal.ROOM_NOT_FOUND);
        }
    }

    // Replays

    /** Whether the client has missed messages, and not too many. */
    private boolean isReplayable(LiveRoom room, long afterSeq) {
        return afterSeq < room.delivered() && room.delivered() - afterSeq <= limits.replay();
    }

    private @Nullable List<Message> recent(LiveRoom room, long afterSeq) {
        return recent.between(room.id(), afterSeq, room.delivered());
    }

    /**
     * Sends the next page of a replay, or lets it wait until it was read.
     *
     * @param loaded the messages that were read after the position of the subscription, null if none were
     */
    private void replay(Subscription subscription, LiveRoom room, @Nullable List<Message> loaded) {
        List<Message> missed = recent(room, subscription.position);
        if (missed == null) {
            missed = loaded;
        }
        if (missed == null) {
            replays.await(subscription, room, subscription.position, false);
            return;
        }
        List<Message> page = page(missed);
        boolean isLast = page.isEmpty() || page.getLast().seq() == room.delivered();
        if (!page.isEmpty()) {
            subscription.position = page.getLast().seq();
        }
        subscription.catchingUp = !isLast;
        subscription.writing = !isLast;
        deliveries.add(new Effect.Replay(subscription, subscription.replay, page, isLast));
        if (!room.repeats.isEmpty()) {
            repeating.add(room);
        }
    }

    /** The first messages, as many as are written to a client at once. */
    private List<Message> page(List<Message> messages) {
        int count = 0;
        int characters = 0;
        while (count < messages.size() && count < limits.page()) {
            characters += messages.get(count).text().value().length();
            if (count > 0 && characters > limits.pageCharacters()) {
                break;
            }
            count++;
        }
        int end = count;
        return end == messages.size() ? messages : pages.computeIfAbsent(messages, all -> all.subList(0, end));
    }

    private void replayed(Subscription subscription, int replay) {
        LiveRoom room = subscription.joined;
        if (room == null || !subscription.isJoined() || subscription.replay != replay || !subscription.writing) {
            return;
        }
        subscription.writing = false;
        if (!Replays.isEntering(subscription)) {
            replay(subscription, room, null);
        }
    }

    private void startReplayLoads() {
        for (Replays.Page page = replays.next(lastLoad + 1); page != null; page = replays.next(lastLoad + 1)) {
            lastLoad++;
            page.delivered = page.room.delivered();
            requests.add(new Effect.Load(lastLoad, Map.of(page.room.id(), page.after), limits.page()));
        }
    }

    private void pageLoaded(Replays.Page page, FollowRooms.News news) {
        LiveRoom room = page.room;
        if (room.isEvicted() || !page.isWanted()) {
            return;
        }
        List<Subscription> entering = List.copyOf(page.entering);
        List<Subscription> catchingUp = List.copyOf(page.catchingUp);
        entering.forEach(subscription -> subscription.awaited = null);
        catchingUp.forEach(subscription -> subscription.awaited = null);
        Long reached = news.reached().get(room.id());
        if (reached == null || reached < page.delivered) {
            // The room was deleted, and perhaps created again, without a signal.
            evict(room);
            entering.stream()
                    .filter(subscription -> !subscription.isOver())
                    .forEach(subscription -> arriving.add(new Entry(subscription, page.after)));
            return;
        }
        List<Message> messages = news.messages().getOrDefault(room.id(), List.of()).stream()
                .filter(message -> message.seq() <= room.delivered())
                .toList();
        List<Message> later =
                messages.isEmpty() ? null : recent(room, messages.getLast().seq());
        List<Message> missed = later == null || later.isEmpty()
                ? messages
                : Stream.concat(messages.stream(), later.stream()).toList();
        if (!entering.isEmpty()) {
            enter(
                    room,
                    entering.stream()
                            .map(subscription -> new Entry(subscription, page.after))
                            .toList(),
                    missed);
        }
        for (Subscription subscription : catchingUp) {
            replay(subscription, room, missed);
        }
    }

    private void pageFailed(Replays.Page page, Refusal refusal) {
        List<Subscription> entering = List.copyOf(page.entering);
        List<Subscription> catchingUp = List.copyOf(page.catchingUp);
        entering.forEach(subscription -> subscription.awaited = null);
        catchingUp.forEach(subscription -> subscription.awaited = null);
        for (Subscription subscription : entering) {
            refuse(subscription, page.room, refusal);
        }
        for (Subscription subscription : catchingUp) {
            // Going on would leave a gap, so the client must come back.
            deliveries.add(new Effect.Disconnect(subscription, refusal));
        }
    }

    private void authorChanged(Input.AuthorChanged changed) {
        recent.forget(changed.user());
        replays.readAgain();
        lastBatchWithOldNames = writes.lastBatch();
        lastLoadWithOldNames = lastLoad;
    }

    // Messages

    private void publish(Input.Publish publish) {
        LiveRoom room = publish.subscription().joined;
        if (room == null || !publish.subscription().isJoined()) {
            reject(publish, Refusal.ROOM_NOT_FOUND);
        } else if (room.loadFailed) {
            // It could not be delivered.
            reject(publish, Refusal.UNAVAILABLE);
        } else if (writes.waiting() >= limits.waitingMessages()) {
            reject(publish, Refusal.OVERLOADED);
        } else {
            writes.add(publish);
        }
    }

    private void reject(Input.Publish publish, Refusal refusal) {
        deliveries.add(new Effect.Rejected(publish.subscription(), publish.clientMessageId(), refusal));
    }

    private void reject(LiveRoom.Repeat repeat, Refusal refusal) {
        deliveries.add(new Effect.Rejected(repeat.subscription(), repeat.clientMessageId(), refusal));
    }

    private boolean isHeld(RoomId id) {
        LiveRoom room = rooms.get(id);
        return room != null && room.isHeld();
    }

    private void store() {
        for (PendingWrites.Batch batch = writes.next(this::isHeld); batch != null; batch = writes.next(this::isHeld)) {
            requests.add(new Effect.Store(
                    batch.number(),
                    batch.publishes().stream()
                            .map(publish -> new PostMessages.Post(
                                    publish.subscription().actor(),
                                    publish.subscription().room(),
                                    publish.text(),
                                    publish.clientMessageId()))
                            .toList()));
        }
    }

    private void storeFailed(long number, Refusal refusal) {
        for (Input.Publish publish : writes.settle(number).publishes()) {
            // It may have been stored nevertheless.
            LiveRoom room = rooms.get(publish.subscription().room());
            if (room != null && room.isOpen()) {
                room.unannounced = true;
                suspect(room);
            }
            reject(publish, refusal);
        }
    }

    private void stored(Input.Stored answer) {
        PendingWrites.Batch batch = writes.settle(answer.batch());
        Map<RoomId, List<Message>> stored = new LinkedHashMap<>();
        for (Outcome outcome : answer.outcomes()) {
            if (outcome instanceof Outcome.Stored(Message message)) {
                stored.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
            }
        }
        stored.forEach((id, messages) -> {
            deliveries.add(new Effect.Signal(
                    new RoomSignal.Reached(id, messages.getLast().seq())));
            LiveRoom room = rooms.get(id);
            if (room != null && room.isOccupied()) {
                stored(room, messages, batch.number(), answer.committedAt());
            }
        });
        for (int i = 0; i < batch.publishes().size(); i++) {
            settle(batch.publishes().get(i), answer.outcomes().get(i), batch.number());
        }
    }

    /** Delivers messages that this node has stored: consecutive ones of one room. */
    private void stored(LiveRoom room, List<Message> messages, long batch, long committedAt) {
        long first = messages.getFirst().seq();
        if (!room.isOpen() || !room.wasOpenBefore(batch) || first > room.delivered() + 1) {
            // Whether they were among the messages when the room was opened is unknown, or another node has stored
            // messages in between.
            announce(room, messages.getLast().seq());
        } else if (first <= room.delivered()) {
            // The numbers start over: the room was deleted and created again without a signal.
            evict(room);
        } else {
            deliver(room, messages, batch <= lastBatchWithOldNames, committedAt);
        }
    }

    private void settle(Input.Publish publish, Outcome outcome, long batch) {
        Subscription subscription = publish.subscription();
        switch (outcome) {
            case Outcome.Stored _ -> {}
            case Outcome.Repeated(Message message) -> repeated(publish, message);
            case Outcome.NoSuchRoom() -> {
                reject(publish, Refusal.ROOM_NOT_FOUND);
                LiveRoom room = rooms.get(subscription.room());
                if (room != null && room.isOpen() && room.wasOpenBefore(batch)) {
                    evict(room);
                } else if (room != null) {
                    suspect(room);
                }
            }
            case Outcome.NoSuchSender() -> deliveries.add(new Effect.Disconnect(subscription, Refusal.NO_SUCH_USER));
        }
    }

    private void repeated(Input.Publish publish, Message message) {
        LiveRoom room = publish.subscription().joined;
        if (room == null || !publish.subscription().isJoined()) {
            return;
        }
        announce(room, message.seq());
        if (room.repeats.size() >= limits.waitingRepeats()) {
            reject(publish, Refusal.UNAVAILABLE);
        } else {
            room.repeats.add(new LiveRoom.Repeat(publish.subscription(), publish.clientMessageId(), message));
            repeating.add(room);
        }
    }

    /** Answers the repeats whose senders have received all messages before. */
    private void answerRepeats() {
        for (Iterator<LiveRoom> all = repeating.iterator(); all.hasNext(); ) {
            LiveRoom room = all.next();
            room.repeats.removeIf(repeat -> {
                Subscription subscription = repeat.subscription();
                if (subscription.isOver()) {
                    return true;
                }
                long seq = repeat.message().seq();
                boolean isDue = seq <= (subscription.catchingUp ? subscription.position : room.delivered());
                if (isDue) {
                    deliveries.add(new Effect.Repeated(subscription, repeat.message()));
                }
                return isDue;
            });
            if (room.repeats.isEmpty()) {
                all.remove();
            }
        }
    }

    /** @param committedAt null if another node stored the messages */
    private void deliver(LiveRoom room, List<Message> messages, boolean hasOldNames, @Nullable Long committedAt) {
        deliveries.add(new Effect.Deliver(room.id(), messages, committedAt));
        room.deliveredUpTo(messages.getLast().seq());
        if (hasOldNames) {
            recent.forget(room.id());
        } else {
            recent.add(room.id(), messages);
        }
    }

    // Catching up with other nodes

    private void announce(LiveRoom room, long seq) {
        room.announce(seq);
        if (room.isStale()) {
            stale.add(room);
        }
    }

    private void suspect(LiveRoom room) {
        room.suspect();
        if (room.isStale()) {
            stale.add(room);
        }
    }

    private void suspectAll() {
        rooms.values().forEach(this::suspect);
    }

    private void startCatchUp() {
        if (catchUp != null) {
            return;
        }
        boolean isRetry = retryAt != null && now - retryAt >= 0;
        if (isRetry) {
            retryAt = null;
        }
        List<Behind> behind = new ArrayList<>();
        Map<RoomId, Long> after = new LinkedHashMap<>();
        stale.removeIf(room -> {
            if (!room.isStale()) {
                return true;
            }
            boolean mayLoad = !writes.isStoring(room.id())
                    && (!room.loadFailed || retryAt == null)
                    && behind.size() < limits.catchUp();
            if (mayLoad) {
                room.startLoading();
                behind.add(new Behind(room, room.openings()));
                after.put(room.id(), room.delivered());
            }
            return mayLoad;
        });
        if (behind.isEmpty()) {
            return;
        }
        catchUp = new CatchUp(++lastLoad, behind);
        requests.add(new Effect.Load(lastLoad, after, Math.max(1, limits.catchUp() / behind.size())));
    }

    private void loaded(long load, FollowRooms.News news) {
        Replays.Page page = replays.loaded(load);
        if (page != null) {
            pageLoaded(page, news);
            return;
        }
        if (catchUp == null || catchUp.load() != load) {
            throw new IllegalArgumentException("Load " + load + " is unknown");
        }
        CatchUp done = catchUp;
        catchUp = null;
        for (Behind behind : done.rooms()) {
            LiveRoom room = behind.room();
            room.loading = false;
            room.loadFailed = false;
            if (!room.isOpen()) {
                continue;
            }
            Long reached = news.reached().get(room.id());
            if (room.openings() != behind.openings()) {
                // The read is older than what is delivered now.
                suspect(room);
            } else if (reached == null || reached < room.delivered()) {
                evict(room);
            } else {
                List<Message> messages = news.messages().getOrDefault(room.id(), List.of());
                if (!messages.isEmpty()) {
                    deliver(room, messages, load <= lastLoadWithOldNames, null);
                }
                announce(room, reached);
                announceOwn(room);
            }
        }
    }

    /** Tells the other nodes about messages that this one has stored without learning of it. */
    private void announceOwn(LiveRoom room) {
        if (room.unannounced && !room.isStale()) {
            room.unannounced = false;
            deliveries.add(new Effect.Signal(new RoomSignal.Reached(room.id(), room.delivered())));
            closeIfUnoccupied(room);
        }
    }

    private void loadFailed(long load, Refusal refusal) {
        Replays.Page page = replays.loaded(load);
        if (page != null) {
            pageFailed(page, refusal);
            return;
        }
        if (catchUp == null || catchUp.load() != load) {
            throw new IllegalArgumentException("Load " + load + " is unknown");
        }
        CatchUp failed = catchUp;
        catchUp = null;
        for (Behind behind : failed.rooms()) {
            LiveRoom room = behind.room();
            room.loading = false;
            if (room.isOpen()) {
                room.loadFailed = true;
                suspect(room);
                // The clients do not wait for the retry.
                refuseAhead(room, refusal);
                writes.drop(room.id()).forEach(publish -> reject(publish, refusal));
                room.repeats.removeIf(repeat -> {
                    boolean isLate = repeat.message().seq() > room.delivered();
                    if (isLate && !repeat.subscription().isOver()) {
                        reject(repeat, refusal);
                    }
                    return isLate;
                });
            }
        }
        retryAt = now + limits.retry().toNanos();
    }

    // Other nodes

    private void heard(NodeId node, RoomSignal signal) {
        LiveRoom room = rooms.get(signal.room());
        switch (signal) {
            case RoomSignal.Reached(RoomId _, long seq) -> {
                if (room != null && room.isOccupied()) {
                    announce(room, seq);
                }
            }
            case RoomSignal.Present(RoomId id, Participant user) -> {
                LiveRoom entered = rooms.computeIfAbsent(id, LiveRoom::new);
                if (entered.presence().presentOn(node, user, round)) {
                    announce(entered, List.of(new RoomEvent.Joined(user)));
                }
            }
            case RoomSignal.Absent(RoomId _, Participant user) -> {
                if (room != null && room.presence().absentOn(node, user.id())) {
                    depart(room, List.of(user));
                }
            }
            case RoomSignal.Typing(RoomId _, Participant user) -> {
                if (room != null) {
                    announce(room, List.of(new RoomEvent.Typing(user)));
                }
            }
            case RoomSignal.Closed(RoomId _) -> {
                if (room != null) {
                    evict(room);
                }
            }
        }
    }

    private void vanished(NodeId node) {
        List.copyOf(rooms.values()).forEach(room -> depart(room, room.presence().forget(node)));
        // It may have stored messages that it could not announce any more.
        suspectAll();
    }

    private void resumed() {
        round++;
        confirmationEnd = now + limits.confirmation().toNanos();
        announceUsersHere();
        suspectAll();
    }

    private void depart(LiveRoom room, List<Participant> users) {
        announce(room, users.stream().<RoomEvent>map(RoomEvent.Left::new).toList());
        closeIfUnoccupied(room);
    }

    private void announceUsersHere() {
        for (LiveRoom room : rooms.values()) {
            for (Participant user : room.presence().usersHere()) {
                deliveries.add(new Effect.Signal(new RoomSignal.Present(room.id(), user)));
            }
        }
    }

    private void forgetUnconfirmed() {
        if (confirmationEnd != null && now - confirmationEnd > 0) {
            confirmationEnd = null;
            List.copyOf(rooms.values())
                    .forEach(room -> depart(room, room.presence().forgetBefore(round)));
        }
    }
}
