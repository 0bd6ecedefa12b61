package io.clubroom.application.chat.feed;

import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.application.chat.ReadActivity;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the connections of this node about the private and direct rooms of their users: which there are, and where they end. It never writes:
 * what a user has not read is counted when the user is told, at most once in {@link #PERIOD} for a room, and the last state always.
 *
 * <p>Not thread-safe: a single caller hands in inputs and carries out the effects.
 */
public final class UserFeeds {
    /** Between two messages about one room. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    /** The rooms of a user that are followed; a user with more is told only about those with the lowest ids. */
    public static final int MAX_ROOMS = 10_000;

    /** The users whose rooms are read together, and the rooms whose ends are. */
    private static final int MAX_LOADED = 500;

    /** The loads of each kind that are carried out at the same time. */
    private static final int MAX_LOADS = 2;

    private static final class Feed {
        final Set<FeedSubscriber> subscribers = new LinkedHashSet<>();
        final Set<RoomId> rooms = new HashSet<>();
    }

    /** A room with connected members. */
    private static final class Followed {
        final Set<UserId> users = new LinkedHashSet<>();
        /** Those of the users who must be told. */
        final Set<UserId> untold = new LinkedHashSet<>();

        long toldAt;
        boolean wasTold;
        boolean loading;
    }

    private sealed interface Load {
        record Rooms(List<UserId> users) implements Load {}

        record Ends(Map<RoomId, List<UserId>> rooms) implements Load {}

        record Added(UserId user, RoomId room) implements Load {}
    }

    private record Addition(UserId user, RoomId room) {}

    private final Map<UserId, Feed> feeds = new HashMap<>();
    private final Map<RoomId, Followed> followed = new HashMap<>();

    /** The users whose rooms must be read. */
    private final Set<UserId> unknown = new LinkedHashSet<>();

    /** The rooms with users who must be told. */
    private final Set<RoomId> changed = new LinkedHashSet<>();

    /** The rooms that users must be told they have joined. */
    private final Set<Addition> additions = new LinkedHashSet<>();

    private final Map<Long, Load> loads = new HashMap<>();
    private final List<FeedEffect> effects = new ArrayList<>();
    private final long periodNanos = PERIOD.toNanos();
    private long now;
    private long lastLoad;

    /** Handles inputs in their order, and returns the effects to carry out in theirs. */
    public List<FeedEffect> handle(List<FeedInput> inputs) {
        inputs.forEach(this::handle);
        start();
        List<FeedEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    /** Whether a {@link FeedInput.Tick} is needed although nothing else happens. */
    public boolean needsTick() {
        return !changed.isEmpty() || !unknown.isEmpty() || !additions.isEmpty();
    }

    private void handle(FeedInput input) {
        switch (input) {
            case FeedInput.Opened(FeedSubscriber subscriber) -> {
                Feed feed = feeds.get(subscriber.user());
                if (feed == null) {
                    feed = new Feed();
                    feeds.put(subscriber.user(), feed);
                    unknown.add(subscriber.user());
                }
                feed.subscribers.add(subscriber);
            }
            case FeedInput.Closed(FeedSubscriber subscriber) -> close(subscriber);
            case FeedInput.Reached(RoomId room) -> {
                Followed reached = followed.get(room);
                if (reached != null) {
                    change(room, reached, reached.users);
                }
            }
            case FeedInput.Read(RoomId room, UserId user) -> {
                Followed read = followed.get(room);
                // Nobody else is told: when somebody reads is not for everybody to know.
                if (read != null && read.users.contains(user)) {
                    change(room, read, List.of(user));
                }
            }
            case FeedInput.MemberAdded(RoomId room, UserId user) -> {
                if (feeds.containsKey(user)) {
                    additions.add(new Addition(user, room));
                }
            }
            case FeedInput.MemberRemoved(RoomId room, UserId user, Departure reason) -> remove(room, user, reason);
            case FeedInput.RoomDeleted(RoomId room) -> {
                Followed deleted = followed.get(room);
                if (deleted != null) {
                    List.copyOf(deleted.users).forEach(user -> remove(room, user, Departure.DELETED));
                }
            }
            case FeedInput.Resumed() -> {
                // Memberships and messages may have been missed.
                unknown.addAll(feeds.keySet());
                followed.forEach((room, all) -> change(room, all, all.users));
            }
            case FeedInput.RoomsLoaded(long load, Map<UserId, List<RoomId>> rooms) -> {
                if (loads.remove(load) instanceof Load.Rooms(List<UserId> users)) {
                    users.forEach(user -> follow(user, rooms.getOrDefault(user, List.of())));
                }
            }
            case FeedInput.ActivityLoaded(long load, List<ReadActivity.Activity> activities) -> {
                if (loads.remove(load) instanceof Load.Ends(Map<RoomId, List<UserId>> rooms)) {
                    loaded(rooms.keySet());
                    activities.forEach(this::tell);
                }
            }
            case FeedInput.RoomLoaded(long load, DescribedRoom room) -> {
                if (loads.remove(load) instanceof Load.Added(UserId user, RoomId id) && room != null) {
                    add(user, id, room);
                }
            }
            case FeedInput.LoadFailed(long load) -> failed(loads.remove(load));
            case FeedInput.Tick(long nanoTime) -> now = nanoTime;
        }
    }

    private void change(RoomId id, Followed room, Collection<UserId> users) {
        room.untold.addAll(users);
        changed.add(id);
    }

    private void close(FeedSubscriber subscriber) {
        Feed feed = feeds.get(subscriber.user());
        if (feed == null || !feed.subscribers.remove(subscriber) || !feed.subscribers.isEmpty()) {
            return;
        }
        UserId user = subscriber.user();
        feeds.remove(user);
        unknown.remove(user);
        additions.removeIf(addition -> addition.user().equals(user));
        feed.rooms.forEach(room -> unfollow(room, user));
    }

    private void unfollow(RoomId room, UserId user) {
        Followed left = followed.get(room);
        if (left != null) {
            left.users.remove(user);
            left.untold.remove(user);
            if (left.users.isEmpty()) {
                followed.remove(room);
                changed.remove(room);
            }
        }
    }

    /** The rooms of a user have been read. */
    private void follow(UserId user, List<RoomId> rooms) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        Set<RoomId> present = new HashSet<>(rooms);
        for (RoomId room : List.copyOf(feed.rooms)) {
            if (!present.contains(room)) {
                remove(room, user, Departure.REMOVED);
            }
        }
        rooms.forEach(room -> follow(user, feed, room));
    }

    private void follow(UserId user, Feed feed, RoomId room) {
        if (feed.rooms.size() < MAX_ROOMS && feed.rooms.add(room)) {
            followed.computeIfAbsent(room, _ -> new Followed()).users.add(user);
        }
    }

    private void add(UserId user, RoomId id, DescribedRoom room) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        if (room.summary().room().kind() != RoomKind.PUBLIC) {
            follow(user, feed, id);
        }
        feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendAdded(subscriber, room)));
    }

    private void remove(RoomId room, UserId user, Departure reason) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        additions.remove(new Addition(user, room));
        // What is being read may be from before.
        loads.values().removeIf(load -> load.equals(new Load.Added(user, room)));
        feed.rooms.remove(room);
        unfollow(room, user);
        feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendRemoved(subscriber, room, reason)));
    }

    private void tell(ReadActivity.Activity activity) {
        Followed room = followed.get(activity.room());
        if (room == null) {
            return;
        }
        activity.counts().forEach((user, counts) -> {
            Feed feed = feeds.get(user);
            if (feed != null && feed.rooms.contains(activity.room())) {
                feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendActivity(
                        subscriber, activity.room(), activity.lastSeq(), activity.lastChange(), counts)));
            }
        });
    }

    private void loaded(Collection<RoomId> rooms) {
        for (RoomId id : rooms) {
            Followed room = followed.get(id);
            if (room != null) {
                room.loading = false;
            }
        }
    }

    private void failed(@Nullable Load load) {
        switch (load) {
            case Load.Rooms(List<UserId> users) ->
                users.stream().filter(feeds::containsKey).forEach(unknown::add);
            case Load.Ends(Map<RoomId, List<UserId>> rooms) -> {
                loaded(rooms.keySet());
                rooms.forEach((id, users) -> {
                    Followed room = followed.get(id);
                    if (room != null) {
                        change(
                                id,
                                room,
                                users.stream().filter(room.users::contains).toList());
                    }
                });
            }
            case Load.Added(UserId user, RoomId room) -> {
                if (feeds.containsKey(user)) {
                    additions.add(new Addition(user, room));
                }
            }
            case null -> {}
        }
    }

    // Loads

    private void start() {
        while (!unknown.isEmpty() && running(Load.Rooms.class) < MAX_LOADS) {
            List<UserId> users = take(unknown);
            effects.add(new FeedEffect.LoadRooms(begin(new Load.Rooms(users)), users));
        }
        while (!additions.isEmpty() && running(Load.Added.class) < MAX_LOADS) {
            Addition next = additions.iterator().next();
            additions.remove(next);
            Feed feed = feeds.get(next.user());
            if (feed == null) {
                continue;
            }
            Actor.SignedIn reader = feed.subscribers.iterator().next().actor();
            effects.add(new FeedEffect.LoadRoom(begin(new Load.Added(next.user(), next.room())), reader, next.room()));
        }
        while (running(Load.Ends.class) < MAX_LOADS) {
            Map<RoomId, List<UserId>> due = due();
            if (due.isEmpty()) {
                return;
            }
            effects.add(new FeedEffect.LoadActivity(begin(new Load.Ends(due)), due));
        }
    }

    private long begin(Load load) {
        loads.put(++lastLoad, load);
        return lastLoad;
    }

    private long running(Class<? extends Load> kind) {
        return loads.values().stream().filter(kind::isInstance).count();
    }

    private static <T> List<T> take(Set<T> waiting) {
        List<T> taken = new ArrayList<>();
        for (Iterator<T> next = waiting.iterator(); next.hasNext() && taken.size() < MAX_LOADED; ) {
            taken.add(next.next());
            next.remove();
        }
        return taken;
    }

    /** The rooms that have changed, and whose users may be told now. */
    private Map<RoomId, List<UserId>> due() {
        Map<RoomId, List<UserId>> due = new LinkedHashMap<>();
        for (RoomId id : List.copyOf(changed)) {
            Followed room = followed.get(id);
            if (room == null || room.untold.isEmpty()) {
                changed.remove(id);
            } else if (!room.loading && (!room.wasTold || now - room.toldAt >= periodNanos)) {
                changed.remove(id);
                room.loading = true;
                room.wasTold = true;
                room.toldAt = now;
                due.put(id, List.copyOf(room.untold));
                room.untold.clear();
            }
            if (due.size() == MAX_LOADED) {
                break;
            }
        }
        return due;
    }
}
