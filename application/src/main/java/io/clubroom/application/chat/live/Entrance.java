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

/** Lets clients enter rooms and leave them, and removes those who may no longer be there. */
final class Entrance {
    /** A request to enter a room, or to be replayed what happened there. */
    record Entry(Subscription subscription, @Nullable After after) {}

    /**
     * A request for a replay that waits until this node has delivered what the client may know.
     *
     * @param until the number of the room's last change when the request was decided
     */
    record Ahead(Entry entry, long until) {}

    /** A request that is being decided. */
    private static final class Admission {
        final Entry entry;
        final LiveRoom room;

        /** Whether the answer may be older than the removal of the user. */
        boolean doubtful;

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

    /** The requests that are not being decided yet. */
    private final SequencedMap<Subscription, Entry> arriving = new LinkedHashMap<>();

    private final Reviews reviews;

    /** The requests that are being decided, and then the reviews; both are empty if nothing is. */
    private List<Admission> admissions = List.of();

    private List<Reviews.Review> reviewed = List.of();

    /** The rooms that may have clients {@linkplain LiveRoom#ahead ahead}. */
    private final Set<LiveRoom> expecting = new LinkedHashSet<>();

    Entrance(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.maxAdmissions = limits.admissions();
        this.maxListed = limits.listedMembers();
        this.reviews = new Reviews(limits);
    }

    boolean needsTick() {
        return reviews.needsTick();
    }

    void arrive(Subscription subscription, @Nullable After after) {
        if (!subscription.isOver()) {
            arriving.put(subscription, new Entry(subscription, after));
        }
    }

    /** The number of requests that are not being decided yet. */
    int arriving() {
        return arriving.size();
    }

    /** The number of users of whom it must be decided whether they may stay. */
    int reviews() {
        return reviews.size();
    }

    /** The user may have been removed from the room. */
    void review(LiveRoom room, UserId user) {
        reviews.add(room, user);
    }

    /** What the user is in rooms may be something else now. */
    void review(UserId user) {
        for (LiveRoom room : rooms.all()) {
            if (!room.presence().here(user).isEmpty()) {
                review(room, user);
            }
        }
    }

    /** Anybody may have been removed from any room. */
    void reviewAll() {
        reviews.addAll(rooms.all());
        admissions.forEach(admission -> admission.doubtful = true);
        List.copyOf(rooms.all()).forEach(room -> decideAgain(room, _ -> true));
    }

    /** Asks for all that have arrived whether they may enter, and for those to be reviewed whether they may stay. */
    void admit() {
        if (!admissions.isEmpty() || !reviewed.isEmpty()) {
            return;
        }
        // Neither keeps the other waiting for long.
        List<Reviews.Review> asked = reviews.next(Math.ceilDiv(maxAdmissions, 2), rooms.now());
        List<Admission> entering = new ArrayList<>();
        while (!arriving.isEmpty() && asked.size() + entering.size() < maxAdmissions) {
            Entry entry = arriving.pollFirstEntry().getValue();
            if (!entry.subscription().isOver()) {
                LiveRoom room = rooms.findOrAdd(entry.subscription().room());
                room.entering++;
                entering.add(new Admission(entry, room));
            }
        }
        if (asked.isEmpty() && entering.isEmpty()) {
            return;
        }
        admissions = entering;
        reviewed = asked;
        List<EnterRoom.Request> requests = new ArrayList<>();
        entering.forEach(admission -> requests.add(new EnterRoom.Request(
                admission.subscription().actor(),
                admission.room.id(),
                seq(admission.entry),
                admission.subscription().protocol() == 2)));
        asked.forEach(review -> requests.add(new EnterRoom.Request(
                review.room().presence().here(review.user()).getFirst().actor(),
                review.room().id(),
                null,
                hasSecondProtocol(review))));
        rooms.emit(new Effect.Admit(requests));
    }

    private static boolean hasSecondProtocol(Reviews.Review review) {
        return review.room().presence().here(review.user()).stream()
                .anyMatch(subscription -> subscription.protocol() == 2);
    }

    /** The message after which a client of protocol 2 wants all changes; null if it does not. */
    private static @Nullable Long seq(Entry entry) {
        return entry.subscription().protocol() == 2 && entry.after() instanceof After.AfterSeq(long seq)
                ? (Long) seq
                : null;
    }

    void admitted(List<EnterRoom.Decision> decisions) {
        List<Admission> asked = admissions;
        List<Reviews.Review> askedAgain = reviewed;
        admissions = List.of();
        reviewed = List.of();
        Map<LiveRoom, List<Entry>> allowed = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Entry entry = asked.get(i).entry;
            LiveRoom room = asked.get(i).room;
            if (room.isEvicted()) {
                // The answer may be about the room that was removed, or about a new one with its id.
                arrive(entry.subscription(), entry.after());
            } else if (entry.subscription().isOver()) {
                leave(room);
            } else if (asked.get(i).doubtful) {
                arrive(entry.subscription(), entry.after());
                leave(room);
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
                        } else if (!room.isStill(reached)) {
                            rooms.evict(room);
                            arrive(entry.subscription(), entry.after());
                            continue;
                        }
                        rooms.catchUp().announced(room, reached.lastChange());
                        Entry ready =
                                change == null ? entry : new Entry(entry.subscription(), new After.AfterChange(change));
                        if (entry.after() != null && reached.lastChange() > room.delivered()) {
                            room.ahead.add(new Ahead(ready, reached.lastChange()));
                            expecting.add(room);
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
        for (int i = 0; i < askedAgain.size(); i++) {
            reviewed(askedAgain.get(i), decisions.get(asked.size() + i));
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
                if (state != null && review.room().isStill(reached)) {
                    tellMissed(review.room(), review.user(), here, state);
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

    /** Tells the clients of a user what they may not have been told, because signals were lost. */
    private void tellMissed(LiveRoom room, UserId user, List<Subscription> here, RoomReads.State state) {
        List<RoomReads.Receipt> known = new ArrayList<>(state.receipts());
        known.add(new RoomReads.Receipt(user, state.counts().seq()));
        for (RoomReads.Receipt receipt : known) {
            if (room.told.addOfStore(receipt.user(), receipt.seq())) {
                RoomSignal.Read read =
                        new RoomSignal.Read(room.id(), receipt.user(), receipt.seq(), ReadAudience.allBut(Set.of()));
                here.stream()
                        .filter(subscription -> subscription.protocol() == 2)
                        .forEach(subscription -> rooms.emit(new Effect.TellRead(read, subscription)));
            }
        }
    }

    void admitFailed(Refusal refusal) {
        List<Admission> asked = admissions;
        List<Reviews.Review> askedAgain = reviewed;
        admissions = List.of();
        reviewed = List.of();
        for (Admission admission : asked) {
            Entry entry = admission.entry;
            if (admission.room.isEvicted()) {
                arrive(entry.subscription(), entry.after());
            } else {
                refuse(entry.subscription(), admission.room, refusal);
            }
        }
        if (!askedAgain.isEmpty()) {
            reviews.failed(askedAgain, rooms.now());
        }
    }

    /** Lets clients enter that may have been ahead of this node, as soon as it has caught up with them. */
    void enterAhead() {
        for (LiveRoom room : expecting) {
            List<Entry> due = new ArrayList<>();
            for (Ahead ahead : List.copyOf(room.ahead)) {
                if (ahead.entry().subscription().isOver()) {
                    room.ahead.remove(ahead);
                    leave(room);
                } else if (ahead.until() <= room.delivered() || !room.isBehind()) {
                    room.ahead.remove(ahead);
                    due.add(ahead.entry());
                }
            }
            enter(room, due);
        }
        expecting.removeIf(room -> room.ahead.isEmpty());
    }

    /** Refuses clients that may have been ahead of this node, which cannot catch up with them. */
    void refuseAhead(LiveRoom room, Refusal refusal) {
        List<Ahead> entries = List.copyOf(room.ahead);
        room.ahead.clear();
        entries.forEach(ahead -> refuse(ahead.entry().subscription(), room, refusal));
    }

    /** Refuses a client that was {@linkplain LiveRoom#entering entering}. */
    void refuse(Subscription subscription, LiveRoom room, Refusal refusal) {
        if (!subscription.isOver()) {
            boolean remains = subscription.isJoined();
            subscription.ended = !remains;
            rooms.emit(new Effect.Refused(subscription, refusal, remains));
            rooms.replays().resume(subscription, room);
        }
        leave(room);
    }

    private void leave(LiveRoom room) {
        room.entering--;
        room.forgetReadings();
        rooms.closeIfUnoccupied(room);
    }

    /** Lets clients enter, or first wait for what they have missed. */
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
        room.forgetReadings();
        rooms.announce(room, events);
    }

    void unsubscribe(Subscription subscription) {
        end(subscription, Refusal.UNAVAILABLE, new Effect.Unsubscribed(subscription));
    }

    /** A user may no longer be in a room: nothing of it may be sent to the user from here on. */
    void remove(RoomId id, UserId user, Departure reason) {
        LiveRoom room = rooms.find(id);
        if (room != null) {
            remove(room, user, reason);
        }
    }

    private void remove(LiveRoom room, UserId user, Departure reason) {
        expel(room, user, reason);
        for (Admission admission : admissions) {
            admission.doubtful |= admission.room == room
                    && admission.subscription().user().id().equals(user);
        }
        decideAgain(room, subscription -> subscription.user().id().equals(user));
    }

    /** Those who were allowed to enter, but have not yet, may not be allowed any more. */
    private void decideAgain(LiveRoom room, Predicate<Subscription> which) {
        List<Entry> waiting = new ArrayList<>(rooms.replays().leave(room, which));
        for (Ahead ahead : List.copyOf(room.ahead)) {
            if (which.test(ahead.entry().subscription())) {
                room.ahead.remove(ahead);
                waiting.add(ahead.entry());
            }
        }
        for (Entry entry : waiting) {
            arrive(entry.subscription(), entry.after());
            leave(room);
        }
    }

    private void expel(LiveRoom room, UserId user, Departure reason) {
        rooms.publications().rejectWaiting(room.id(), user);
        for (Subscription subscription : room.presence().here(user)) {
            end(subscription, Refusal.ROOM_NOT_FOUND, new Effect.Expelled(subscription, reason));
        }
    }

    /** @param forRepeats why what waits to be answered is not */
    private void end(Subscription subscription, Refusal forRepeats, Effect answer) {
        if (subscription.isOver()) {
            return;
        }
        subscription.ended = true;
        arriving.remove(subscription);
        LiveRoom awaited = rooms.replays().leave(subscription);
        if (awaited != null) {
            leave(awaited);
        }
        LiveRoom room = subscription.joined;
        if (room == null) {
            return;
        }
        rooms.publications().rejectRepeats(subscription, room, forRepeats);
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

    /** Those that wait to enter an evicted room may be allowed into a new one with its id. */
    void evict(LiveRoom room) {
        arriving.keySet().removeIf(Subscription::isOver);
        room.ahead.forEach(
                ahead -> arrive(ahead.entry().subscription(), ahead.entry().after()));
        room.ahead.clear();
    }
}
