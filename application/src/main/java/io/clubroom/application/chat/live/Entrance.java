package io.clubroom.application.chat.live;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets clients enter rooms and leave them. */
final class Entrance {
    /** A request to enter a room, or to be replayed messages there. */
    record Entry(Subscription subscription, @Nullable Long afterSeq) {}

    /** A request that is being decided. */
    private record Admission(Entry entry, LiveRoom room) {}

    private final LiveRooms rooms;
    private final int maxAdmissions;
    private final int maxListed;

    /** The requests that are not being decided yet. */
    private final SequencedMap<Subscription, Entry> arriving = new LinkedHashMap<>();

    /** The requests that are being decided; empty if none are. */
    private List<Admission> admissions = List.of();

    /** The rooms that may have clients {@linkplain LiveRoom#ahead ahead}. */
    private final Set<LiveRoom> expecting = new LinkedHashSet<>();

    Entrance(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.maxAdmissions = limits.admissions();
        this.maxListed = limits.listedMembers();
    }

    void arrive(Subscription subscription, @Nullable Long afterSeq) {
        if (!subscription.isOver()) {
            arriving.put(subscription, new Entry(subscription, afterSeq));
        }
    }

    /** The number of requests that are not being decided yet. */
    int arriving() {
        return arriving.size();
    }

    /** Asks for all that have arrived whether they may enter. */
    void admit() {
        if (!admissions.isEmpty()) {
            return;
        }
        List<Admission> asked = new ArrayList<>();
        while (!arriving.isEmpty() && asked.size() < maxAdmissions) {
            Entry entry = arriving.pollFirstEntry().getValue();
            if (!entry.subscription().isOver()) {
                LiveRoom room = rooms.findOrAdd(entry.subscription().room());
                room.entering++;
                asked.add(new Admission(entry, room));
            }
        }
        if (!asked.isEmpty()) {
            admissions = asked;
            rooms.emit(new Effect.Admit(asked.stream()
                    .map(admission -> admission.entry().subscription())
                    .map(subscription -> new EnterRoom.Request(subscription.actor(), subscription.room()))
                    .toList()));
        }
    }

    void admitted(List<EnterRoom.Decision> decisions) {
        List<Admission> asked = admissions;
        admissions = List.of();
        Map<LiveRoom, List<Entry>> allowed = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Entry entry = asked.get(i).entry();
            LiveRoom room = asked.get(i).room();
            if (room.isEvicted()) {
                // The answer may be about the room that was removed, or about a new one with its id.
                arrive(entry.subscription(), entry.afterSeq());
            } else if (entry.subscription().isOver()) {
                leave(room);
            } else if (decisions.get(i) instanceof EnterRoom.Decision.Allowed(Rooms.Reached reached)) {
                if (!room.isOpen()) {
                    room.open(reached, rooms.publications().lastBatch());
                } else if (!room.isStill(reached)) {
                    rooms.evict(room);
                    arrive(entry.subscription(), entry.afterSeq());
                    continue;
                }
                rooms.catchUp().announced(room, reached.lastSeq());
                if (entry.afterSeq() != null && entry.afterSeq() > room.delivered() && room.isBehind()) {
                    room.ahead.add(entry);
                    expecting.add(room);
                } else {
                    allowed.computeIfAbsent(room, _ -> new ArrayList<>()).add(entry);
                }
            } else {
                rooms.catchUp().suspect(room);
                refuse(entry.subscription(), room, Refusal.ROOM_NOT_FOUND);
            }
        }
        allowed.forEach(this::enter);
    }

    void admitFailed(Refusal refusal) {
        List<Admission> asked = admissions;
        admissions = List.of();
        for (Admission admission : asked) {
            Entry entry = admission.entry();
            if (admission.room().isEvicted()) {
                arrive(entry.subscription(), entry.afterSeq());
            } else {
                refuse(entry.subscription(), admission.room(), refusal);
            }
        }
    }

    /** Lets clients enter that were ahead of this node, as soon as it has caught up with them. */
    void enterAhead() {
        for (LiveRoom room : expecting) {
            List<Entry> due = new ArrayList<>();
            for (Entry entry : List.copyOf(room.ahead)) {
                if (entry.subscription().isOver()) {
                    room.ahead.remove(entry);
                    leave(room);
                } else if (entry.afterSeq() == null || entry.afterSeq() <= room.delivered() || !room.isBehind()) {
                    room.ahead.remove(entry);
                    due.add(entry);
                }
            }
            enter(room, due);
        }
        expecting.removeIf(room -> room.ahead.isEmpty());
    }

    /** Refuses clients that were ahead of this node, which cannot catch up with them. */
    void refuseAhead(LiveRoom room, Refusal refusal) {
        List<Entry> entries = List.copyOf(room.ahead);
        room.ahead.clear();
        entries.forEach(entry -> refuse(entry.subscription(), room, refusal));
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
        rooms.closeIfUnoccupied(room);
    }

    /** Lets clients enter, or first wait for the messages that they have missed. */
    private void enter(LiveRoom room, List<Entry> entries) {
        List<Entry> ready = new ArrayList<>();
        for (Entry entry : entries) {
            Long afterSeq = entry.afterSeq();
            if (afterSeq != null && rooms.replays().mustLoad(room, afterSeq)) {
                rooms.replays().awaitToEnter(entry.subscription(), room, afterSeq);
            } else {
                ready.add(entry);
            }
        }
        enter(room, ready, null);
    }

    /** @param loaded the first messages to replay, null if they are in memory */
    void enter(LiveRoom room, List<Entry> entries, @Nullable List<Message> loaded) {
        List<RoomEvent> events = new ArrayList<>();
        for (Entry entry : entries) {
            Subscription subscription = entry.subscription();
            room.entering--;
            if (!subscription.isJoined()) {
                subscription.joined = room;
                room.subscriptions++;
                Presence.Change change = room.presence().entered(subscription.user());
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
                room.delivered(),
                room.delivered(),
                room.presence().users(maxListed),
                room.presence().count());
        for (Entry entry : entries) {
            rooms.replays().begin(entry.subscription(), room, welcome, entry.afterSeq(), loaded);
        }
        rooms.announce(room, events);
    }

    void unsubscribe(Subscription subscription) {
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
        rooms.publications().rejectRepeats(subscription, room);
        room.subscriptions--;
        rooms.emit(new Effect.Unsubscribed(subscription));
        Presence.Change change = room.presence().left(subscription.user().id());
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
        room.ahead.forEach(entry -> arrive(entry.subscription(), entry.afterSeq()));
        room.ahead.clear();
    }
}
