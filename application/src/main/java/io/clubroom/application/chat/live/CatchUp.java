package io.clubroom.application.chat.live;

import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and delivers changes stored by other nodes, or by this node with an unknown outcome. */
final class CatchUp {
    /** A room whose changes are being read. */
    private record Behind(LiveRoom room, int generation) {}

    private record Load(long number, List<Behind> rooms) {}

    private final LiveRooms rooms;
    private final int maxChanges;
    private final long retryNanos;

    /** The rooms that may be {@linkplain LiveRoom#isStale() stale}. */
    private final Set<LiveRoom> stale = new LinkedHashSet<>();

    private @Nullable Load loading;
    private @Nullable Long retryAt;

    /** Loads up to this one may contain old names of authors. */
    private long lastLoadWithOldNames;

    CatchUp(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.maxChanges = limits.catchUp();
        this.retryNanos = limits.retry().toNanos();
    }

    boolean needsTick() {
        return retryAt != null;
    }

    /** Records that the store has changes of the room up to this one. */
    void announced(LiveRoom room, long change) {
        room.announce(change);
        addIfStale(room);
    }

    /** Records that the store may have unannounced changes of the room, or that the room may be gone. */
    void suspect(LiveRoom room) {
        room.suspect();
        addIfStale(room);
    }

    void suspectAll() {
        rooms.all().forEach(this::suspect);
    }

    private void addIfStale(LiveRoom room) {
        if (room.isStale()) {
            stale.add(room);
        }
    }

    void forget(LiveRoom room) {
        stale.remove(room);
    }

    /** Starts to read the changes of stale rooms, except rooms whose changes are being stored. */
    void start() {
        if (loading != null) {
            return;
        }
        if (retryAt != null && rooms.now() - retryAt >= 0) {
            retryAt = null;
        }
        List<Behind> behind = new ArrayList<>();
        Map<RoomId, Long> after = new LinkedHashMap<>();
        for (LiveRoom room : List.copyOf(stale)) {
            if (!room.isStale()) {
                stale.remove(room);
            } else if (behind.size() < maxChanges
                    && !rooms.publications().isStoring(room.id())
                    && (!room.loadFailed || retryAt == null)) {
                stale.remove(room);
                room.startLoading();
                behind.add(new Behind(room, room.generation()));
                after.put(room.id(), room.delivered());
            }
        }
        if (!behind.isEmpty()) {
            loading = new Load(rooms.nextLoad(), behind);
            rooms.emit(new Effect.Load(loading.number(), after, Math.max(1, maxChanges / behind.size())));
        }
    }

    boolean isLoading(long load) {
        return loading != null && loading.number() == load;
    }

    private Load endLoading() {
        Load ended = loading;
        if (ended == null) {
            throw new IllegalStateException("No load is in progress");
        }
        loading = null;
        ended.rooms().forEach(behind -> behind.room().loading = false);
        return ended;
    }

    void loaded(FollowRooms.News news) {
        Load load = endLoading();
        for (Behind behind : load.rooms()) {
            LiveRoom room = behind.room();
            room.loadFailed = false;
            if (!room.isOpen()) {
                continue;
            }
            Rooms.Reached reached = news.reached().get(room.id());
            if (room.generation() != behind.generation()) {
                // The room was reopened meanwhile, so the read may be older than its state.
                suspect(room);
            } else if (reached == null || !room.isSameAs(reached) || reached.lastChange() < room.delivered()) {
                rooms.evict(room);
            } else {
                List<RoomChange> changes = news.changes().getOrDefault(room.id(), List.of());
                if (!changes.isEmpty()) {
                    rooms.deliver(room, changes, load.number() <= lastLoadWithOldNames, null);
                }
                announced(room, reached.lastChange());
            }
        }
    }

    void loadFailed(Refusal refusal) {
        for (Behind behind : endLoading().rooms()) {
            LiveRoom room = behind.room();
            if (room.isOpen()) {
                room.loadFailed = true;
                suspect(room);
                // Clients must not wait for the retry.
                rooms.admissions().refuseDeferred(room, refusal);
                rooms.publications().rejectWaiting(room, refusal);
            }
        }
        retryAt = rooms.now() + retryNanos;
    }

    void authorChanged() {
        lastLoadWithOldNames = rooms.lastLoad();
    }
}
