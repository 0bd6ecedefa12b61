package io.clubroom.application.chat.live;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine of the chat, with the rooms that have clients on this node. Changes of rooms, messages among them, are stored first, many in
 * one commit, and delivered in the order of their numbers while the next ones are being stored. Changes stored by other nodes are read
 * starting after the last delivered one, but never while this node stores changes of the same room. Therefore no change is lost, delivered
 * twice or delivered out of order.
 *
 * <p>Not thread-safe: a single caller hands in inputs and carries out the effects.
 */
public final class LiveRooms {
    private final EffectList effects = new EffectList();
    private final Map<RoomId, LiveRoom> rooms = new LinkedHashMap<>();
    private final RecentChanges recent;
    private final Admissions admissions;
    private final Replays replays;
    private final Publications publications;
    private final CatchUp catchUp;
    private final Peers peers;
    private long now;
    private long lastLoad;

    public LiveRooms(Limits limits) {
        this.recent = new RecentChanges(limits.recent(), limits.recentCharacters());
        this.admissions = new Admissions(this, limits);
        this.replays = new Replays(this, limits, recent);
        this.publications = new Publications(this, limits);
        this.catchUp = new CatchUp(this, limits);
        this.peers = new Peers(this, limits);
    }

    /** Handles inputs in order, and returns the effects to carry out in order. */
    public List<Effect> handle(List<Input> inputs) {
        for (Input input : inputs) {
            guarded(input, () -> handle(input));
        }
        guarded(new Input.Tick(now), this::advance);
        replays.endTurn();
        return effects.drain();
    }

    /** Whether an {@link Input.Tick} is needed even if there is no other input. */
    public boolean needsTick() {
        return catchUp.needsTick() || peers.needsTick() || admissions.needsTick();
    }

    /** Whether no changes are waiting to be stored or being stored. */
    public boolean isIdle() {
        return publications.isIdle();
    }

    /**
     * The present sizes of the engine's state.
     *
     * @param writingRooms the rooms with changes that are not stored yet, or inputs that wait for them
     * @param delayedAnswers the delayed answers in the room with the most of them
     * @param requesters the stored changes not sent yet to the clients that requested them, in the room with the most of them
     * @param pages the pages of replays that clients wait for
     */
    record Sizes(
            int rooms,
            int waitingChanges,
            int writingRooms,
            int delayedAnswers,
            int requesters,
            int queuedEntries,
            int reviews,
            int pages,
            int recentCharacters) {}

    Sizes sizes() {
        return new Sizes(
                rooms.size(),
                publications.waitingChanges(),
                publications.writingRooms(),
                rooms.values().stream()
                        .mapToInt(room -> room.delayedAnswers.size())
                        .max()
                        .orElse(0),
                rooms.values().stream()
                        .mapToInt(room -> room.requesters.size())
                        .max()
                        .orElse(0),
                admissions.queued(),
                admissions.reviews(),
                replays.pages(),
                recent.characters());
    }

    /** Reports a bug in handling one input, so that others are handled nevertheless. */
    private void guarded(Input input, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            emit(new Effect.Fault(input, bug));
        }
    }

    private void handle(Input input) {
        switch (input) {
            case Input.Subscribe(Subscription subscription, After after) -> admissions.enqueue(subscription, after);
            case Input.Change change -> publications.change(change);
            case Input.Unsubscribe(Subscription subscription) -> {
                if (subscription.isJoined()) {
                    publications.defer(subscription.room(), input);
                } else {
                    admissions.unsubscribe(subscription);
                }
            }
            case Input.Type(Subscription subscription) -> {
                if (subscription.isJoined() && !subscription.typing) {
                    subscription.typing = true;
                    publications.defer(subscription.room(), input);
                }
            }
            case Input.Replayed(Subscription subscription, int replay) -> replays.written(subscription, replay);
            case Input.Stored stored -> publications.stored(stored);
            case Input.StoreFailed(long batch, Refusal refusal) -> publications.storeFailed(batch, refusal);
            case Input.Admitted(List<EnterRoom.Decision> decisions) -> admissions.admitted(decisions);
            case Input.AdmitFailed(Refusal refusal) -> admissions.admitFailed(refusal);
            case Input.Loaded(long load, FollowRooms.News news) -> {
                if (catchUp.isLoading(load)) {
                    catchUp.loaded(news);
                } else {
                    replays.loaded(load, news);
                }
            }
            case Input.LoadFailed(long load, Refusal refusal) -> {
                if (catchUp.isLoading(load)) {
                    catchUp.loadFailed(refusal);
                } else {
                    replays.loadFailed(load, refusal);
                }
            }
            case Input.PeerSignal(NodeId node, RoomSignal signal) -> peers.heard(node, signal);
            case Input.RoomDeleted(RoomId id) -> {
                LiveRoom room = rooms.get(id);
                if (room != null) {
                    evict(room);
                }
            }
            case Input.UserRemoved(RoomId id, var user, var reason) -> admissions.remove(id, user, reason);
            case Input.PeerAppeared(NodeId _) -> peers.appeared();
            case Input.PeerVanished(NodeId node) -> {
                peers.vanished(node);
                recent.forgetAll();
                authorChanged();
            }
            case Input.RelayResumed() -> {
                peers.resumed();
                recent.forgetAll();
                authorChanged();
            }
            case Input.AuthorChanged(var author) -> {
                recent.forget(author);
                authorChanged();
                // The user may have blocked or unblocked others.
                admissions.review(author);
            }
            case Input.Tick(long nanoTime) -> now = nanoTime;
        }
    }

    /** Loads and batches in progress may return an old name. */
    private void authorChanged() {
        replays.authorChanged();
        publications.authorChanged();
        catchUp.authorChanged();
    }

    /** Continues work that has been waiting. */
    private void advance() {
        peers.forgetUnconfirmed();
        admissions.enterDeferred();
        catchUp.start();
        admissions.admit();
        replays.startLoads();
        publications.store();
        publications.sendDelayedAnswers();
        for (Input due : publications.due()) {
            guarded(due, () -> {
                switch (due) {
                    case Input.Unsubscribe(Subscription subscription) -> admissions.unsubscribe(subscription);
                    case Input.Type(Subscription subscription) -> type(subscription);
                    default -> throw new IllegalStateException("Unexpected deferred input");
                }
            });
        }
    }

    private void type(Subscription subscription) {
        subscription.typing = false;
        if (subscription.isJoined()) {
            emit(new Effect.Signal(new RoomSignal.Typing(subscription.room(), subscription.user())));
            emit(new Effect.Announce(subscription.room(), List.of(new RoomEvent.Typing(subscription.user()))));
        }
    }

    // Used by the parts of the engine

    void emit(Effect effect) {
        effects.add(effect);
    }

    /** The time of the last tick, in nanoseconds since an arbitrary origin. */
    long now() {
        return now;
    }

    long nextLoad() {
        return ++lastLoad;
    }

    long lastLoad() {
        return lastLoad;
    }

    Admissions admissions() {
        return admissions;
    }

    Replays replays() {
        return replays;
    }

    Publications publications() {
        return publications;
    }

    CatchUp catchUp() {
        return catchUp;
    }

    Collection<LiveRoom> all() {
        return rooms.values();
    }

    @Nullable
    LiveRoom find(RoomId id) {
        return rooms.get(id);
    }

    LiveRoom findOrAdd(RoomId id) {
        return rooms.computeIfAbsent(id, LiveRoom::new);
    }

    /** Announces events, if there are any, to the clients in a room. */
    void announce(LiveRoom room, List<RoomEvent> events) {
        if (room.subscriptions > 0 && !events.isEmpty()) {
            emit(new Effect.Announce(room.id(), events));
        }
    }

    /**
     * Delivers the next changes of a room, and the delayed answers that belong between them.
     *
     * @param mayHaveOldNames whether a user may have been renamed since the changes were read
     * @param committedAt null if the changes were read from the store
     */
    void deliver(LiveRoom room, List<RoomChange> changes, boolean mayHaveOldNames, @Nullable Long committedAt) {
        publications.sendDelayedAnswers(room);
        for (List<RoomChange> part : Publications.splitAtAnswers(room, changes)) {
            deliverPart(room, part, mayHaveOldNames, committedAt);
            publications.sendDelayedAnswers(room);
        }
    }

    private void deliverPart(
            LiveRoom room, List<RoomChange> changes, boolean mayHaveOldNames, @Nullable Long committedAt) {
        emit(new Effect.Deliver(room.id(), changes, publications.answers(room, changes), committedAt));
        long seqBefore = room.deliveredSeq();
        room.delivered(changes);
        if (LatestMessages.affectExisting(changes)) {
            replays.delivered(room, changes);
        }
        if (mayHaveOldNames || changes.stream().anyMatch(RoomChange.UserErased.class::isInstance)) {
            recent.forget(room.id());
        } else {
            recent.add(room.id(), changes, seqBefore);
        }
    }

    /** Closes a room without clients on this node, and removes it if it has none on other nodes either. */
    void closeIfUnoccupied(LiveRoom room) {
        if (room.isEvicted() || room.isOccupied()) {
            return;
        }
        forgetChanges(room);
        room.close();
        if (room.presence().isEmpty()) {
            rooms.remove(room.id(), room);
        }
    }

    /** Removes a room that no longer exists. */
    void evict(LiveRoom room) {
        rooms.remove(room.id(), room);
        if (room.subscriptions > 0) {
            emit(new Effect.Evict(room.id()));
        }
        publications.evict(room);
        forgetChanges(room);
        room.evict();
        for (Participant user : room.presence().usersHere()) {
            emit(new Effect.Signal(new RoomSignal.Absent(room.id(), user)));
        }
        // The other nodes announce the absence of their users themselves.
        room.presence().forgetHere();
        if (!room.presence().isEmpty()) {
            rooms.put(room.id(), new LiveRoom(room.id(), room.presence()));
        }
        admissions.evict(room);
        replays.evict(room);
    }

    private void forgetChanges(LiveRoom room) {
        catchUp.forget(room);
        publications.forget(room);
        recent.forget(room.id());
    }
}
