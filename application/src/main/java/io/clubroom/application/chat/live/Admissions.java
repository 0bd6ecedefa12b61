package io.clubroom.application.chat.live;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Admits clients to rooms, and removes those that leave or may no longer stay. */
final class Admissions {
    /** A request to enter a room, or for a replay if the client is there already. */
    record Entry(Subscription subscription, @Nullable After after) {}

    /**
     * A request for a replay that waits until this node has delivered everything that the client may have received from another node.
     *
     * @param until the number of the room's last change when the request was admitted
     */
    record DeferredEntry(Entry entry, long until) {}

    /** An entry that is being decided. */
    private static final class Admission {
        final Entry entry;
        final LiveRoom room;

        /** Whether the user may have been removed after the decision was made, so another one is needed. */
        boolean mustRecheck;

        Admission(Entry entry, LiveRoom room) {
            this.entry = entry;
            this.room = room;
        }

        Subscription subscription() {
            return entry.subscription();
        }
    }

    private final LiveRooms rooms;
    private final int maxAdmissions;
    private final int maxListed;

    /** The entries that are not being decided yet. */
    private final SequencedMap<Subscription, Entry> queued = new LinkedHashMap<>();

    private final Reviews reviews;

    /** The entries and reviews that are being decided; both are empty if there is no {@link Effect.Admit} in progress. */
    private List<Admission> deciding = List.of();

    private List<Reviews.Review> reviewing = List.of();

    /** The rooms that may have {@linkplain LiveRoom#deferredEntries deferred entries}. */
    private final Set<LiveRoom> roomsWithDeferredEntries = new LinkedHashSet<>();

    Admissions(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.maxAdmissions = limits.admissions();
        this.maxListed = limits.listedMembers();
        this.reviews = new Reviews(limits);
    }

    boolean needsTick() {
        return reviews.needsTick();
    }

    void enqueue(Subscription subscription, @Nullable After after) {
        if (!subscription.isOver()) {
            queued.put(subscription, new Entry(subscription, after));
        }
    }

    /** The number of entries that are not being decided yet. */
    int queued() {
        return queued.size();
    }

    /** The number of reviews that are not being decided yet. */
    int reviews() {
        return reviews.size();
    }

    /** Schedules a review of a user who may have been removed from the room. */
    void review(LiveRoom room, UserId user) {
        reviews.add(room, user);
    }

    /** Schedules a review of a user whose standing in rooms may have changed. */
    void review(UserId user) {
        for (LiveRoom room : rooms.all()) {
            if (!room.presence().here(user).isEmpty()) {
                review(room, user);
            }
        }
    }

    /** Schedules reviews of everybody, because anybody may have been removed from any room. */
    void reviewAll() {
        reviews.addAll(rooms.all());
        deciding.forEach(admission -> admission.mustRecheck = true);
        List.copyOf(rooms.all()).forEach(room -> recheck(room, _ -> true));
    }

    /** Requests decisions on the queued entries and on the next reviews. */
    void admit() {
        if (!deciding.isEmpty() || !reviewing.isEmpty()) {
            return;
        }
        // At most half are reviews, so that neither kind delays the other for long.
        List<Reviews.Review> dueReviews = reviews.next(Math.ceilDiv(maxAdmissions, 2), rooms.now());
        List<Admission> entering = new ArrayList<>();
        while (!queued.isEmpty() && dueReviews.size() + entering.size() < maxAdmissions) {
            Entry entry = queued.pollFirstEntry().getValue();
            if (!entry.subscription().isOver()) {
                LiveRoom room = rooms.findOrAdd(entry.subscription().room());
                room.entering++;
                entering.add(new Admission(entry, room));
            }
        }
        if (dueReviews.isEmpty() && entering.isEmpty()) {
            return;
        }
        deciding = entering;
        reviewing = dueReviews;
        List<EnterRoom.Request> requests = new ArrayList<>();
        entering.forEach(admission -> requests.add(new EnterRoom.Request(
                admission.subscription().actor(),
                admission.room.id(),
                seq(admission.entry),
                admission.subscription().protocol() == 2)));
        dueReviews.forEach(review -> requests.add(new EnterRoom.Request(
                review.room().presence().here(review.user()).getFirst().actor(),
                review.room().id(),
                null,
                usesProtocol2(review))));
        rooms.emit(new Effect.Admit(requests));
    }

    private static boolean usesProtocol2(Reviews.Review review) {
        return review.room().presence().here(review.user()).stream()
                .anyMatch(subscription -> subscription.protocol() == 2);
    }

    /** The message after which a client of protocol 2 wants all changes; null unless the request names one. */
    private static @Nullable Long seq(Entry entry) {
        return entry.subscription().protocol() == 2 && entry.after() instanceof After.AfterSeq(long seq)
                ? (Long) seq
                : null;
    }

    void admitted(List<EnterRoom.Decision> decisions) {
        List<Admission> decided = deciding;
        List<Reviews.Review> decidedReviews = reviewing;
        deciding = List.of();
        reviewing = List.of();
        Map<LiveRoom, List<Entry>> allowed = new LinkedHashMap<>();
        for (int i = 0; i < decided.size(); i++) {
            Entry entry = decided.get(i).entry;
            LiveRoom room = decided.get(i).room;
            if (room.isEvicted()) {
                // The decision may be about the evicted room, or about a new one with the same id.
                enqueue(entry.subscription(), entry.after());
            } else if (entry.subscription().isOver()) {
                endEntering(room);
            } else if (decided.get(i).mustRecheck) {
                enqueue(entry.subscription(), entry.after());
                endEntering(room);
            } else {
                switch (decisions.get(i)) {
                    case EnterRoom.Decision.Allowed(
                            Rooms.Reached reached,
                            Long change,
                            boolean isShownOthers,
                            var state) -> {
                        entry.subscription().isShownOthers = isShownOthers;
                        entry.subscription().state = state;
                        if (!room.isOpen()) {
                            room.open(reached, rooms.publications().lastBatch());
                        } else if (!room.isSameAs(reached)) {
                            rooms.evict(room);
                            enqueue(entry.subscription(), entry.after());
                            continue;
                        }
                        rooms.catchUp().announced(room, reached.lastChange());
                        Entry ready =
                                change == null ? entry : new Entry(entry.subscription(), new After.AfterChange(change));
                        if (entry.after() != null && reached.lastChange() > room.delivered()) {
                            room.deferredEntries.add(new DeferredEntry(ready, reached.lastChange()));
                            roomsWithDeferredEntries.add(room);
                        } else {
                            allowed.computeIfAbsent(room, _ -> new ArrayList<>())
                                    .add(ready);
                        }
                    }
                    case EnterRoom.Decision.NotFound(boolean roomExists) -> {
                        rooms.catchUp().suspect(room);
                        if (roomExists) {
                            expel(room, entry.subscription().user().id(), Departure.REMOVED);
                        }
                        refuse(entry.subscription(), room, Refusal.ROOM_NOT_FOUND);
                    }
                }
            }
        }
        allowed.forEach(this::enter);
        for (int i = 0; i < decidedReviews.size(); i++) {
            reviewed(decidedReviews.get(i), decisions.get(decided.size() + i));
        }
    }

    private void reviewed(Reviews.Review review, EnterRoom.Decision decision) {
        if (!Reviews.isHere(review)) {
            return;
        }
        switch (decision) {
            case EnterRoom.Decision.Allowed(
                    Rooms.Reached reached,
                    Long _,
                    boolean isShownOthers,
                    RoomReads.State state) -> {
                List<Subscription> here = review.room().presence().here(review.user());
                here.forEach(subscription -> subscription.isShownOthers = isShownOthers);
                if (state != null && review.room().isSameAs(reached)) {
                    sendMissedReadMarkers(review.room(), review.user(), here, state);
                }
            }
            case EnterRoom.Decision.NotFound(boolean roomExists) -> {
                if (roomExists) {
                    remove(review.room(), review.user(), Departure.REMOVED);
                } else {
                    rooms.catchUp().suspect(review.room());
                }
            }
        }
    }

    /** Sends the clients of a user the read markers that they may have missed, because signals were lost. */
    private void sendMissedReadMarkers(LiveRoom room, UserId user, List<Subscription> here, RoomReads.State state) {
        List<RoomReads.Receipt> known = new ArrayList<>(state.receipts());
        known.add(new RoomReads.Receipt(user, state.counts().seq()));
        for (RoomReads.Receipt receipt : known) {
            if (room.sentReadMarkers.addStored(receipt.user(), receipt.seq())) {
                RoomSignal.Read read =
                        new RoomSignal.Read(room.id(), receipt.user(), receipt.seq(), ReadAudience.allBut(Set.of()));
                here.stream()
                        .filter(subscription -> subscription.protocol() == 2)
                        .forEach(subscription -> rooms.emit(new Effect.TellRead(read, subscription)));
            }
        }
    }

    void admitFailed(Refusal refusal) {
        List<Admission> decided = deciding;
        List<Reviews.Review> decidedReviews = reviewing;
        deciding = List.of();
        reviewing = List.of();
        for (Admission admission : decided) {
            Entry entry = admission.entry;
            if (admission.room.isEvicted()) {
                enqueue(entry.subscription(), entry.after());
            } else {
                refuse(entry.subscription(), admission.room, refusal);
            }
        }
        if (!decidedReviews.isEmpty()) {
            reviews.failed(decidedReviews, rooms.now());
        }
    }

    /** Lets deferred clients enter as soon as this node has caught up with them. */
    void enterDeferred() {
        for (LiveRoom room : roomsWithDeferredEntries) {
            List<Entry> due = new ArrayList<>();
            for (DeferredEntry deferred : List.copyOf(room.deferredEntries)) {
                if (deferred.entry().subscription().isOver()) {
                    room.deferredEntries.remove(deferred);
                    endEntering(room);
                } else if (deferred.until() <= room.delivered() || !room.isBehind()) {
                    room.deferredEntries.remove(deferred);
                    due.add(deferred.entry());
                }
            }
            enter(room, due);
        }
        roomsWithDeferredEntries.removeIf(room -> room.deferredEntries.isEmpty());
    }

    /** Refuses deferred clients, because this node cannot catch up with them now. */
    void refuseDeferred(LiveRoom room, Refusal refusal) {
        List<DeferredEntry> entries = List.copyOf(room.deferredEntries);
        room.deferredEntries.clear();
        entries.forEach(deferred -> refuse(deferred.entry().subscription(), room, refusal));
    }

    /** Refuses a client that was {@linkplain LiveRoom#entering entering}. */
    void refuse(Subscription subscription, LiveRoom room, Refusal refusal) {
        if (!subscription.isOver()) {
            boolean remains = subscription.isJoined();
            subscription.ended = !remains;
            rooms.emit(new Effect.Refused(subscription, refusal, remains));
            rooms.replays().resume(subscription, room);
        }
        endEntering(room);
    }

    private void endEntering(LiveRoom room) {
        room.entering--;
        room.forgetReadsWhileEntering();
        rooms.closeIfUnoccupied(room);
    }

    /** Lets clients enter; those whose missed changes are not in memory wait until they are read. */
    private void enter(LiveRoom room, List<Entry> entries) {
        List<Entry> ready = new ArrayList<>();
        for (Entry entry : entries) {
            After after = entry.after();
            if (after != null && rooms.replays().mustLoad(room, after)) {
                rooms.replays().awaitToEnter(entry.subscription(), room, after);
            } else {
                ready.add(entry);
            }
        }
        enter(room, ready, null);
    }

    /** @param loaded the first changes to replay, null if they are in memory */
    void enter(LiveRoom room, List<Entry> entries, @Nullable List<RoomChange> loaded) {
        List<RoomEvent> events = new ArrayList<>();
        for (Entry entry : entries) {
            Subscription subscription = entry.subscription();
            room.entering--;
            if (!subscription.isJoined()) {
                subscription.joined = room;
                room.subscriptions++;
                Presence.Change change = room.presence().entered(subscription);
                if (change.here()) {
                    rooms.emit(new Effect.Signal(new RoomSignal.Present(room.id(), subscription.user())));
                }
                if (change.everywhere()) {
                    events.add(new RoomEvent.Joined(subscription.user()));
                }
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        Effect.Welcome welcome = new Effect.Welcome(
                room.id(),
                room.deliveredSeq(),
                room.delivered(),
                room.presence().users(maxListed),
                room.presence().count());
        for (Entry entry : entries) {
            Subscription subscription = entry.subscription();
            rooms.replays()
                    .begin(
                            subscription,
                            room,
                            subscription.isShownOthers ? welcome : welcome.to(subscription.user()),
                            entry.after(),
                            loaded);
        }
        room.forgetReadsWhileEntering();
        rooms.announce(room, events);
    }

    void unsubscribe(Subscription subscription) {
        end(subscription, Refusal.UNAVAILABLE, new Effect.Unsubscribed(subscription));
    }

    /** Removes a user who may no longer be in a room: nothing of it is sent to the user from here on. */
    void remove(RoomId id, UserId user, Departure reason) {
        LiveRoom room = rooms.find(id);
        if (room != null) {
            remove(room, user, reason);
        }
    }

    private void remove(LiveRoom room, UserId user, Departure reason) {
        expel(room, user, reason);
        for (Admission admission : deciding) {
            admission.mustRecheck |= admission.room == room
                    && admission.subscription().user().id().equals(user);
        }
        recheck(room, subscription -> subscription.user().id().equals(user));
    }

    /** Requests new decisions for clients that were admitted but have not entered yet. */
    private void recheck(LiveRoom room, Predicate<Subscription> which) {
        List<Entry> waiting = new ArrayList<>(rooms.replays().leave(room, which));
        for (DeferredEntry deferred : List.copyOf(room.deferredEntries)) {
            if (which.test(deferred.entry().subscription())) {
                room.deferredEntries.remove(deferred);
                waiting.add(deferred.entry());
            }
        }
        for (Entry entry : waiting) {
            enqueue(entry.subscription(), entry.after());
            endEntering(room);
        }
    }

    private void expel(LiveRoom room, UserId user, Departure reason) {
        rooms.publications().rejectWaiting(room.id(), user);
        for (Subscription subscription : room.presence().here(user)) {
            end(subscription, Refusal.ROOM_NOT_FOUND, new Effect.Expelled(subscription, reason));
        }
    }

    /** @param forDelayedAnswers the refusal of requests whose answers are still delayed */
    private void end(Subscription subscription, Refusal forDelayedAnswers, Effect answer) {
        if (subscription.isOver()) {
            return;
        }
        subscription.ended = true;
        queued.remove(subscription);
        LiveRoom awaited = rooms.replays().leave(subscription);
        if (awaited != null) {
            endEntering(awaited);
        }
        LiveRoom room = subscription.joined;
        if (room == null) {
            return;
        }
        rooms.publications().rejectDelayedAnswers(subscription, room, forDelayedAnswers);
        room.subscriptions--;
        rooms.emit(answer);
        Presence.Change change = room.presence().left(subscription);
        if (change.here()) {
            rooms.emit(new Effect.Signal(new RoomSignal.Absent(room.id(), subscription.user())));
        }
        if (change.everywhere()) {
            rooms.announce(room, List.of(new RoomEvent.Left(subscription.user())));
        }
        rooms.closeIfUnoccupied(room);
    }

    /** Queues the waiting entries of an evicted room again: they may be admitted to a new room with the same id. */
    void evict(LiveRoom room) {
        queued.keySet().removeIf(Subscription::isOver);
        room.deferredEntries.forEach(deferred ->
                enqueue(deferred.entry().subscription(), deferred.entry().after()));
        room.deferredEntries.clear();
    }
}
