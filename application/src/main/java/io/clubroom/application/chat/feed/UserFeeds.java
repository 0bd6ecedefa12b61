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
 * Notifies the connections of this node about rooms added to and removed from the lists of their users, and about new changes in their
 * private and direct rooms. It stores nothing: unread counts are read when a user is notified, at most once per {@link #PERIOD} and room.
 * The latest state is always sent.
 *
 * <p>Not thread-safe: a single caller hands in inputs and carries out the effects.
 */
public final class UserFeeds {
    /** The minimum time between two notifications about a room. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    /** The maximum number of rooms followed for a user; of more, those with the lowest ids are followed. */
    public static final int MAX_ROOMS = 10_000;

    /** The pause after a failed load. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /**
     * The maximum number of events of each kind remembered while memberships are being read. If more rooms change, all count as changed.
     */
    static final int MAX_DURING_LOAD = 50_000;

    /** The maximum number of users whose rooms are read together, and of rooms whose activity is read together. */
    static final int MAX_LOADED = 500;

    /** A load of activity takes no further rooms once it has this many users; the users of one room are never split. */
    static final int MAX_COUNTED = 5_000;

    /** The maximum number of concurrent loads of each kind. */
    static final int MAX_LOADS = 2;

    private static final class Feed {
        final Set<FeedSubscriber> subscribers = new LinkedHashSet<>();
        final Set<RoomId> rooms = new HashSet<>();
        /** Whether the rooms have been read. */
        boolean known;
    }

    /** A room with connected members. */
    private static final class FollowedRoom {
        final Set<UserId> users = new LinkedHashSet<>();
        /** The users to notify. */
        final Set<UserId> toNotify = new LinkedHashSet<>();

        long notifiedAt;
        boolean wasNotified;
        boolean loading;
    }

    private sealed interface Load {
        record Rooms(List<UserId> users) implements Load {}

        record Activity(Map<RoomId, List<UserId>> rooms) implements Load {}

        record Added(Membership membership) implements Load {}

        record PublicRoom(RoomId room) implements Load {}
    }

    private record Membership(UserId user, RoomId room) {}

    /** Events since a read of memberships began; its result may predate them. */
    private static final class EventsDuringLoad {
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
    private final Map<RoomId, FollowedRoom> followed = new HashMap<>();

    /** The users whose rooms must be loaded. */
    private final Set<UserId> usersToLoad = new LinkedHashSet<>();

    /** The rooms with users to notify. */
    private final Set<RoomId> changed = new LinkedHashSet<>();

    /** The new memberships that users must be notified of. */
    private final Set<Membership> additions = new LinkedHashSet<>();

    /** The new public rooms that all users must be notified of. */
    private final Set<RoomId> newPublicRooms = new LinkedHashSet<>();

    private final EventsDuringLoad duringLoad = new EventsDuringLoad();

    private final Map<Long, Load> loads = new HashMap<>();
    private final List<FeedEffect> effects = new ArrayList<>();
    private final long periodNanos = PERIOD.toNanos();
    private long now;
    private boolean hasFailed;
    private long failedAt;
    private long lastLoad;

    /** Handles inputs in order, and returns the effects to carry out in order. */
    public List<FeedEffect> handle(List<FeedInput> inputs) {
        inputs.forEach(this::handle);
        if (!isLoadingMemberships()) {
            duringLoad.clear();
        }
        startLoads();
        List<FeedEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    /** Whether a {@link FeedInput.Tick} is needed even if there is no other input. */
    public boolean needsTick() {
        return !changed.isEmpty() || !usersToLoad.isEmpty() || !additions.isEmpty() || !newPublicRooms.isEmpty();
    }

    private void handle(FeedInput input) {
        switch (input) {
            case FeedInput.Opened(FeedSubscriber subscriber) -> {
                Feed feed = feeds.get(subscriber.user());
                if (feed == null) {
                    feed = new Feed();
                    feeds.put(subscriber.user(), feed);
                    usersToLoad.add(subscriber.user());
                }
                feed.subscribers.add(subscriber);
            }
            case FeedInput.Closed(FeedSubscriber subscriber) -> close(subscriber);
            case FeedInput.Entered(FeedSubscriber subscriber, RoomId room) -> subscriber.enter(room);
            case FeedInput.Left(FeedSubscriber subscriber, RoomId room) -> {
                subscriber.leave(room);
                // The connection may have missed changes while it was leaving.
                markChanged(room, subscriber.user());
            }
            case FeedInput.Reached(RoomId room) -> {
                remember(duringLoad.changed, room);
                FollowedRoom reached = followed.get(room);
                if (reached != null) {
                    markChanged(room, reached, reached.users);
                }
            }
            // Only for the user's own connections: others must not learn when the user reads.
            case FeedInput.Read(RoomId room, UserId user) -> markChanged(room, user);
            case FeedInput.MemberAdded(RoomId room, UserId user) -> {
                if (feeds.containsKey(user)) {
                    additions.add(new Membership(user, room));
                }
            }
            case FeedInput.MemberRemoved(RoomId room, UserId user, Departure reason) -> remove(room, user, reason);
            case FeedInput.RoomDeleted(RoomId room) -> delete(room);
            case FeedInput.PublicRoomAdded(RoomId room) -> {
                if (!feeds.isEmpty()) {
                    newPublicRooms.add(room);
                }
            }
            case FeedInput.PublicRoomRemoved(RoomId room, Set<UserId> banned) -> {
                newPublicRooms.remove(room);
                // A load in progress may return the state from before.
                loads.values().removeIf(load -> load.equals(new Load.PublicRoom(room)));
                feeds.forEach((user, feed) -> {
                    if (!banned.contains(user)) {
                        sendRemoved(feed, room, Departure.DELETED);
                    }
                });
            }
            case FeedInput.Resumed() -> {
                // Signals about memberships and messages may have been lost.
                usersToLoad.addAll(feeds.keySet());
                followed.forEach((room, all) -> markChanged(room, all, all.users));
            }
            case FeedInput.RoomsLoaded(long load, Map<UserId, List<RoomId>> rooms) -> {
                if (loads.remove(load) instanceof Load.Rooms(List<UserId> users)) {
                    users.forEach(user -> roomsLoaded(user, rooms.getOrDefault(user, List.of())));
                }
            }
            case FeedInput.ActivityLoaded(long load, List<ReadActivity.Activity> activities) -> {
                if (loads.remove(load) instanceof Load.Activity(Map<RoomId, List<UserId>> rooms)) {
                    endLoading(rooms.keySet());
                    activities.forEach(this::sendActivity);
                }
            }
            case FeedInput.RoomLoaded(long load, DescribedRoom room) -> {
                Load loaded = loads.remove(load);
                if (loaded instanceof Load.Added(Membership(UserId user, RoomId id)) && room != null) {
                    add(user, id, room);
                } else if (loaded instanceof Load.PublicRoom && room != null) {
                    // A new room looks the same to every user.
                    feeds.values().forEach(feed -> sendAdded(feed, room));
                }
            }
            case FeedInput.LoadFailed(long load) -> loadFailed(loads.remove(load));
            case FeedInput.Tick(long nanoTime) -> now = nanoTime;
        }
    }

    private boolean isLoadingMemberships() {
        return !usersToLoad.isEmpty()
                || !additions.isEmpty()
                || loads.values().stream().anyMatch(load -> load instanceof Load.Rooms || load instanceof Load.Added);
    }

    private <T> void remember(Set<T> happened, T what) {
        if (happened.size() < MAX_DURING_LOAD && isLoadingMemberships()) {
            happened.add(what);
        }
    }

    private boolean hasChangedDuringLoad(RoomId room) {
        return duringLoad.changed.size() == MAX_DURING_LOAD || duringLoad.changed.contains(room);
    }

    private void markChanged(RoomId id, UserId user) {
        remember(duringLoad.changed, id);
        FollowedRoom room = followed.get(id);
        if (room != null && room.users.contains(user)) {
            markChanged(id, room, List.of(user));
        }
    }

    private void markChanged(RoomId id, FollowedRoom room, Collection<UserId> users) {
        room.toNotify.addAll(users);
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
            newPublicRooms.clear();
        }
        usersToLoad.remove(user);
        additions.removeIf(addition -> addition.user().equals(user));
        feed.rooms.forEach(room -> unfollow(room, user));
    }

    private void unfollow(RoomId room, UserId user) {
        FollowedRoom left = followed.get(room);
        if (left != null) {
            left.users.remove(user);
            left.toNotify.remove(user);
            if (left.users.isEmpty()) {
                followed.remove(room);
                changed.remove(room);
            }
        }
    }

    /** Handles the loaded rooms of a user. */
    private void roomsLoaded(UserId user, List<RoomId> rooms) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        if (feed.known) {
            compareRooms(user, feed, rooms);
            return;
        }
        feed.known = true;
        for (RoomId room : rooms) {
            if (duringLoad.deleted.contains(room)) {
                sendRemoved(feed, room, Departure.DELETED);
            } else if (!duringLoad.removed.contains(new Membership(user, room))) {
                follow(user, feed, room);
            }
        }
    }

    /** Notifies the user of differences between the known and the loaded rooms, whose signals may have been lost. */
    private void compareRooms(UserId user, Feed feed, List<RoomId> rooms) {
        Set<RoomId> present = new HashSet<>(rooms);
        for (RoomId room : List.copyOf(feed.rooms)) {
            if (!present.contains(room) && !duringLoad.added.contains(new Membership(user, room))) {
                remove(room, user, Departure.REMOVED);
            }
        }
        for (RoomId room : rooms) {
            // The room is read before the user is notified, so it does no harm if the user has left it since.
            if (!feed.rooms.contains(room) && feed.rooms.size() < MAX_ROOMS) {
                additions.add(new Membership(user, room));
            }
        }
    }

    private void follow(UserId user, Feed feed, RoomId id) {
        if (feed.rooms.size() < MAX_ROOMS && feed.rooms.add(id)) {
            FollowedRoom room = followed.computeIfAbsent(id, _ -> new FollowedRoom());
            room.users.add(user);
            if (hasChangedDuringLoad(id)) {
                markChanged(id, room, List.of(user));
            }
        }
    }

    private void add(UserId user, RoomId id, DescribedRoom room) {
        Feed feed = feeds.get(user);
        if (feed == null) {
            return;
        }
        remember(duringLoad.added, new Membership(user, id));
        sendAdded(feed, room);
        if (room.summary().room().kind() != RoomKind.PUBLIC) {
            follow(user, feed, id);
        }
    }

    private void sendAdded(Feed feed, DescribedRoom room) {
        feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendAdded(subscriber, room)));
    }

    private void delete(RoomId room) {
        remember(duringLoad.deleted, room);
        Set<UserId> users = new LinkedHashSet<>();
        FollowedRoom deleted = followed.get(room);
        if (deleted != null) {
            users.addAll(deleted.users);
        }
        // Users whose new membership is not announced yet may have seen the room in a list.
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
        // A load in progress may return the state from before.
        loads.values().removeIf(load -> load.equals(new Load.Added(ended)));
        remember(duringLoad.removed, ended);
        feed.rooms.remove(room);
        unfollow(room, user);
        sendRemoved(feed, room, reason);
    }

    private void sendRemoved(Feed feed, RoomId room, Departure reason) {
        feed.subscribers.forEach(subscriber -> effects.add(new FeedEffect.SendRemoved(subscriber, room, reason)));
    }

    private void sendActivity(ReadActivity.Activity activity) {
        FollowedRoom room = followed.get(activity.room());
        if (room == null) {
            return;
        }
        // The period starts when the notification is sent, however long the load took.
        room.notifiedAt = now;
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

    private void endLoading(Collection<RoomId> rooms) {
        for (RoomId id : rooms) {
            FollowedRoom room = followed.get(id);
            if (room != null) {
                room.loading = false;
            }
        }
    }

    private void loadFailed(@Nullable Load load) {
        hasFailed = true;
        failedAt = now;
        switch (load) {
            case Load.Rooms(List<UserId> users) ->
                users.stream().filter(feeds::containsKey).forEach(usersToLoad::add);
            case Load.Activity(Map<RoomId, List<UserId>> rooms) -> {
                endLoading(rooms.keySet());
                rooms.forEach((id, users) -> {
                    FollowedRoom room = followed.get(id);
                    if (room != null) {
                        markChanged(
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
            case Load.PublicRoom(RoomId room) -> newPublicRooms.add(room);
            case null -> {}
        }
    }

    private void startLoads() {
        if (hasFailed && now - failedAt < RETRY.toNanos()) {
            return;
        }
        hasFailed = false;
        while (!usersToLoad.isEmpty() && countLoads(Load.Rooms.class) < MAX_LOADS) {
            List<UserId> users = take(usersToLoad);
            effects.add(new FeedEffect.LoadRooms(register(new Load.Rooms(users)), users));
        }
        while (!newPublicRooms.isEmpty() && !feeds.isEmpty() && countLoads(Load.PublicRoom.class) < MAX_LOADS) {
            RoomId room = newPublicRooms.iterator().next();
            newPublicRooms.remove(room);
            Feed feed = feeds.values().iterator().next();
            Actor.SignedIn reader = feed.subscribers.iterator().next().actor();
            effects.add(new FeedEffect.LoadRoom(register(new Load.PublicRoom(room)), reader, room));
        }
        while (!additions.isEmpty() && countLoads(Load.Added.class) < MAX_LOADS) {
            Membership next = additions.iterator().next();
            additions.remove(next);
            Feed feed = feeds.get(next.user());
            if (feed == null) {
                continue;
            }
            Actor.SignedIn reader = feed.subscribers.iterator().next().actor();
            effects.add(new FeedEffect.LoadRoom(register(new Load.Added(next)), reader, next.room()));
        }
        while (countLoads(Load.Activity.class) < MAX_LOADS) {
            Map<RoomId, List<UserId>> due = due();
            if (due.isEmpty()) {
                return;
            }
            effects.add(new FeedEffect.LoadActivity(register(new Load.Activity(due)), due));
        }
    }

    /** Whether all connections of a user are in a room, and therefore receive its changes directly. */
    private boolean isSubscribedEverywhere(UserId user, RoomId room) {
        Feed feed = feeds.get(user);
        return feed == null || feed.subscribers.stream().allMatch(subscriber -> subscriber.isIn(room));
    }

    private long register(Load load) {
        loads.put(++lastLoad, load);
        return lastLoad;
    }

    private long countLoads(Class<? extends Load> kind) {
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

    /** Removes and returns the changed rooms that may be notified now, with the users to notify. */
    private Map<RoomId, List<UserId>> due() {
        Map<RoomId, List<UserId>> due = new LinkedHashMap<>();
        int users = 0;
        for (Iterator<RoomId> next = changed.iterator();
                next.hasNext() && due.size() < MAX_LOADED && users < MAX_COUNTED; ) {
            RoomId id = next.next();
            FollowedRoom room = followed.get(id);
            if (room == null) {
                next.remove();
            } else if (!room.loading && (!room.wasNotified || now - room.notifiedAt >= periodNanos)) {
                next.remove();
                room.toNotify.removeIf(user -> isSubscribedEverywhere(user, id));
                if (!room.toNotify.isEmpty()) {
                    room.loading = true;
                    room.wasNotified = true;
                    room.notifiedAt = now;
                    users += room.toNotify.size();
                    due.put(id, List.copyOf(room.toNotify));
                    room.toNotify.clear();
                }
            }
        }
        return due;
    }
}
