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
import java.util.stream.Stream;
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

    /** After a load has failed. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** How much of each kind is remembered that happens while memberships are read. If more rooms have changed, all are taken to have. */
    static final int MAX_MEANWHILE = 50_000;

    /** The users whose rooms are read together, and the rooms whose ends are. */
    static final int MAX_LOADED = 500;

    /** The users, over all rooms, for whom it is counted together what they have not read; those of one room are not divided. */
    static final int MAX_COUNTED = 5_000;

    /** The loads of each kind that are carried out at the same time. */
    static final int MAX_LOADS = 2;

    private static final class Feed {
        final Set<FeedSubscriber> subscribers = new LinkedHashSet<>();
        final Set<RoomId> rooms = new HashSet<>();
        /** Whether the rooms have been read. */
        boolean known;
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

        record Added(Membership membership) implements Load {}

        record Opened(RoomId room) implements Load {}
    }

    private record Membership(UserId user, RoomId room) {}

    /** What has happened since memberships began to be read: what is read may be from before. */
    private static final class Meanwhile {
        final Set<RoomId> changed = new HashSet<>();
        final Set<RoomId> deleted = new HashSet<>();
        final Set<Membership> added = new HashSet<>();
        final Set<Membership> removed = new HashSet<>();

        void clear() {
            changed.clear();
            deleted.clear();
            added.clear();
            removed.clear();
        }
    }

    private final Map<UserId, Feed> feeds = new HashMap<>();
    private final Map<RoomId, Followed> followed = new HashMap<>();

    /** The users whose rooms must be read. */
    private final Set<UserId> unknown = new LinkedHashSet<>();

    /** The rooms with users who must be told. */
    private final Set<RoomId> changed = new LinkedHashSet<>();

    /** The rooms that users must be told they have joined. */
    private final Set<Membership> additions = new LinkedHashSet<>();

    /** The new public rooms that everybody must be told of. */
    private final Set<RoomId> openings = new LinkedHashSet<>();

    private final Meanwhile meanwhile = new Meanwhile();

    private final Map<Long, Load> loads = new HashMap<>();
    private final List<FeedEffect> effects = new ArrayList<>();
    private final long periodNanos = PERIOD.toNanos();
    private long now;
    private boolean hasFailed;
    private long failedAt;
    private long lastLoad;

    /** Handles inputs in their order, and returns the effects to carry out in theirs. */
    public List<FeedEffect> handle(List<FeedInput> inputs) {
        inputs.forEach(this::handle);
        if (!readsMemberships()) {
            meanwhile.clear();
        }
        start();
        List<FeedEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    /** Whether a {@link FeedInput.Tick} is needed although nothing else happens. */
    public boolean needsTick() {
        return !changed.isEmpty() || !unknown.isEmpty() || !additions.isEmpty() || !openings.isEmpty();
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
            case FeedInput.Entered(FeedSubscriber subscriber, RoomId room) -> subscriber.enter(room);
            case FeedInput.Left(FeedSubscriber subscriber, RoomId room) -> {
                subscriber.leave(room);
                // The connection may have missed what happened when it was about to leave.
                change(room, subscriber.user());
            }
            case FeedInput.Reached(RoomId room) -> {
                remember(meanwhile.changed, room);
                Followed reached = followed.get(room);
                if (reached != null) {
                    change(room, reached, reached.users);
                }
            }
            // Nobody else is told: when somebody reads is not for everybody to know.
            case FeedInput.Read(RoomId room, UserId user) -> change(room, user);
            case FeedInput.MemberAdded(RoomId room, UserId user) -> {
                if (feeds.containsKey(user)) {
                    additions.add(new Membership(user, room));
                }
            }
            case FeedInput.MemberRemoved(RoomId room, UserId user, Departure reason) -> remove(room, user, reason);
            case FeedInput.RoomDeleted(RoomId room) -> delete(room);
            case FeedInput.PublicRoomAdded(RoomId room) -> {
                if (!feeds.isEmpty()) {
                    openings.add(room);
                }
            }
            case FeedInput.PublicRoomRemoved(RoomId room, Set<UserId> banned) -> {
                openings.remove(room);
                // What is being read may be from before.
                loads.values().removeIf(load -> load.equals(new Load.Opened(room)));
                feeds.forEach((user, feed) -> {
                    if (!banned.contains(user)) {
                        tellRemoved(feed, room, Departure.DELETED);
                    }
                });
            }
            case FeedInput.Resumed() -> {
                // Memberships and messages may have been missed.
                unknown.addAll(feeds.keySet());
                followed.forEach((room, all) -> change(room, all, all.users));
            }
            case FeedInput.RoomsLoaded(long load, Map<UserId, List<RoomId>> rooms) -> {
                if (loads.remove(load) instanceof Load.Rooms(List<UserId> users)) {
                    users.forEach(user -> know(user, rooms.getOrDefault(user, List.of())));
                }
            }
            case FeedInput.ActivityLoaded(long load, List<ReadActivity.Activity> activities) -> {
                if (loads.remove(load) instanceof Load.Ends(Map<RoomId, List<UserId>> rooms)) {
                    loaded(rooms.keySet());
                    activities.forEach(this::tell);
                }
            }
            case FeedInput.RoomLoaded(long load, DescribedRoom room) -> {
                Load loaded = loads.remove(load);
                if (loaded instanceof Load.Added(Membership(UserId user, RoomId id)) && room != null) {
                    add(user, id, room);
                } else if (loaded instanceof Load.Opened && room != null) {
                    // A new room is the same for everybody.
                    feeds.values().forEach(feed -> tellAdded(feed, room));
                }
            }
            case FeedInput.LoadFailed(long load) -> failed(loads.remove(load));
            case FeedInput.Tick(long nanoTime) -> now = nanoTime;
        }
    }

    private boolean readsMemberships() {
        return !unknown.isEmpty()
                || !additions.isEmpty()
                || loads.values().stream().anyMatch(load -> load instanceof Load.Rooms || load instanceof Load.Added);
    }

    private <T> void remember(Set<T> happened, T what) {
        if (happened.size() < MAX_MEANWHILE && readsMemberships()) {
            happened.add(what);
        }
    }

    private boolean hasChangedMeanwhile(RoomId room) {
        return meanwhile.changed.size() == MAX_MEANWHILE || meanwhile.changed.contains(room);
    }

    private void change(RoomId id, UserId user) {
        remember(meanwhile.changed, id);
        Followed room = followed.get(id);
        if (room != null && room.users.contains(user)) {
            change(id, room, List.of(user));
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
        if (feeds.isEmpty()) {
            openings.clear();
        }
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
    private void know(UserId user, List<RoomId> rooms) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        if (feed.known) {
            compare(user, feed, rooms);
            return;
        }
        feed.known = true;
        for (RoomId room : rooms) {
            if (meanwhile.deleted.contains(room)) {
                tellRemoved(feed, room, Departure.DELETED);
            } else if (!meanwhile.removed.contains(new Membership(user, room))) {
                follow(user, feed, room);
            }
        }
    }

    /** Signals may have been lost, so the user may not know yet what has changed. */
    private void compare(UserId user, Feed feed, List<RoomId> rooms) {
        Set<RoomId> present = new HashSet<>(rooms);
        for (RoomId room : List.copyOf(feed.rooms)) {
            if (!present.contains(room) && !meanwhile.added.contains(new Membership(user, room))) {
                remove(room, user, Departure.REMOVED);
            }
        }
        for (RoomId room : rooms) {
            // What is there is read before the user is told, so a room that the user has left since does no harm.
            if (!feed.rooms.contains(room) && feed.rooms.size() < MAX_ROOMS) {
                additions.add(new Membership(user, room));
            }
        }
    }

    private void follow(UserId user, Feed feed, RoomId id) {
        if (feed.rooms.size() < MAX_ROOMS && feed.rooms.add(id)) {
            Followed room = followed.computeIfAbsent(id, _ -> new Followed());
            room.users.add(user);
            if (hasChangedMeanwhile(id)) {
                change(id, room, List.of(user));
            }
        }
    }

    private void add(UserId user, RoomId id, DescribedRoom room) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        remember(meanwhile.added, new Membership(user, id));
        tellAdded(feed, room);
        if (room.summary().room().kind() != RoomKind.PUBLIC) {
            follow(user, feed, id);
        }
    }

    private void tellAdded(Feed feed, DescribedRoom room) {
        feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendAdded(subscriber, room)));
    }

    private void delete(RoomId room) {
        remember(meanwhile.deleted, room);
        Set<UserId> users = new LinkedHashSet<>();
        Followed deleted = followed.get(room);
        if (deleted != null) {
            users.addAll(deleted.users);
        }
        // Those who are about to be told that they have joined it may have seen it in a list.
        Stream.concat(
                        additions.stream(),
                        loads.values().stream()
                                .filter(Load.Added.class::isInstance)
                                .map(load -> ((Load.Added) load).membership()))
                .filter(addition -> addition.room().equals(room))
                .forEach(addition -> users.add(addition.user()));
        users.forEach(user -> remove(room, user, Departure.DELETED));
    }

    private void remove(RoomId room, UserId user, Departure reason) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        Membership ended = new Membership(user, room);
        additions.remove(ended);
        // What is being read may be from before.
        loads.values().removeIf(load -> load.equals(new Load.Added(ended)));
        remember(meanwhile.removed, ended);
        feed.rooms.remove(room);
        unfollow(room, user);
        tellRemoved(feed, room, reason);
    }

    private void tellRemoved(Feed feed, RoomId room, Departure reason) {
        feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendRemoved(subscriber, room, reason)));
    }

    private void tell(ReadActivity.Activity activity) {
        Followed room = followed.get(activity.room());
        if (room == null) {
            return;
        }
        // From now on, so that two messages never come within a period, however long the loads take.
        room.toldAt = now;
        activity.counts().forEach((user, counts) -> {
            Feed feed = feeds.get(user);
            if (feed != null && feed.rooms.contains(activity.room())) {
                feed.subscribers.stream()
                        .filter(subscriber -> !subscriber.isIn(activity.room()))
                        .forEach(subscriber -> effects.add(new FeedEffect.SendActivity(
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
        hasFailed = true;
        failedAt = now;
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
            case Load.Added(Membership addition) -> {
                if (feeds.containsKey(addition.user())) {
                    additions.add(addition);
                }
            }
            case Load.Opened(RoomId room) -> openings.add(room);
            case null -> {}
        }
    }

    // Loads

    private void start() {
        if (hasFailed && now - failedAt < RETRY.toNanos()) {
            return;
        }
        hasFailed = false;
        while (!unknown.isEmpty() && running(Load.Rooms.class) < MAX_LOADS) {
            List<UserId> users = take(unknown);
            effects.add(new FeedEffect.LoadRooms(begin(new Load.Rooms(users)), users));
        }
        while (!openings.isEmpty() && !feeds.isEmpty() && running(Load.Opened.class) < MAX_LOADS) {
            RoomId room = openings.iterator().next();
            openings.remove(room);
            Feed feed = feeds.values().iterator().next();
            Actor.SignedIn reader = feed.subscribers.iterator().next().actor();
            effects.add(new FeedEffect.LoadRoom(begin(new Load.Opened(room)), reader, room));
        }
        while (!additions.isEmpty() && running(Load.Added.class) < MAX_LOADS) {
            Membership next = additions.iterator().next();
            additions.remove(next);
            Feed feed = feeds.get(next.user());
            if (feed == null) {
                continue;
            }
            Actor.SignedIn reader = feed.subscribers.iterator().next().actor();
            effects.add(new FeedEffect.LoadRoom(begin(new Load.Added(next)), reader, next.room()));
        }
        while (running(Load.Ends.class) < MAX_LOADS) {
            Map<RoomId, List<UserId>> due = due();
            if (due.isEmpty()) {
                return;
            }
            effects.add(new FeedEffect.LoadActivity(begin(new Load.Ends(due)), due));
        }
    }

    /** Whether all connections of a user are in a room, so that nobody needs to be told where it ends. */
    private boolean isInEverywhere(UserId user, RoomId room) {
        Feed feed = feeds.get(user);
        return feed == null || feed.subscribers.stream().allMatch(subscriber -> subscriber.isIn(room));
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
        int users = 0;
        for (Iterator<RoomId> next = changed.iterator();
                next.hasNext() && due.size() < MAX_LOADED && users < MAX_COUNTED; ) {
            RoomId id = next.next();
            Followed room = followed.get(id);
            if (room == null) {
                next.remove();
            } else if (!room.loading && (!room.wasTold || now - room.toldAt >= periodNanos)) {
                next.remove();
                room.untold.removeIf(user -> isInEverywhere(user, id));
                if (!room.untold.isEmpty()) {
                    room.loading = true;
                    room.wasTold = true;
                    room.toldAt = now;
                    users += room.untold.size();
                    due.put(id, List.copyOf(room.untold));
                    room.untold.clear();
                }
            }
        }
        return due;
    }
}
