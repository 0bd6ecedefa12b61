package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The users in a room, on this node and on others. */
final class Presence {
    private static final class Entry {
        final Participant user;
        /** The first of the user's subscriptions on this node; each refers to the next one. */
        @Nullable
        Subscription here;

        final Map<NodeId, Long> elsewhere = new HashMap<>(1);

        Entry(Participant user) {
            this.user = user;
        }

        boolean isGone() {
            return here == null && elsewhere.isEmpty();
        }
    }

    private final SequencedMap<UserId, Entry> users = new LinkedHashMap<>();

    int count() {
        return users.size();
    }

    boolean isEmpty() {
        return users.isEmpty();
    }

    /** The users; if there are more than the limit, the newest ones, newest first. */
    List<Participant> users(int limit) {
        return (users.size() > limit ? users.reversed() : users)
                .values().stream().limit(limit).map(entry -> entry.user).toList();
    }

    List<Participant> usersHere() {
        return users.values().stream()
                .filter(entry -> entry.here != null)
                .map(entry -> entry.user)
                .toList();
    }

    /**
     * Whether a user's presence has begun or ended with a connection.
     *
     * @param here on this node
     * @param everywhere on all nodes
     */
    record Change(boolean here, boolean everywhere) {}

    Change entered(Subscription subscription) {
        Participant user = subscription.user();
        Entry entry = users.get(user.id());
        boolean isNew = entry == null;
        if (entry == null) {
            entry = new Entry(user);
            users.put(user.id(), entry);
        }
        subscription.nextOfUser = entry.here;
        entry.here = subscription;
        return new Change(subscription.nextOfUser == null, isNew);
    }

    Change left(Subscription subscription) {
        Entry entry = users.get(subscription.user().id());
        if (entry == null || entry.here == null) {
            return new Change(false, false);
        }
        if (entry.here.equals(subscription)) {
            entry.here = subscription.nextOfUser;
        } else {
            Subscription before = entry.here;
            while (before.nextOfUser != null && !before.nextOfUser.equals(subscription)) {
                before = before.nextOfUser;
            }
            before.nextOfUser = subscription.nextOfUser;
        }
        subscription.nextOfUser = null;
        return new Change(entry.here == null, removeIfGone(entry));
    }

    /** The subscriptions of a user on this node. */
    List<Subscription> here(UserId user) {
        List<Subscription> subscriptions = new ArrayList<>(1);
        Entry entry = users.get(user);
        for (Subscription next = entry == null ? null : entry.here; next != null; next = next.nextOfUser) {
            subscriptions.add(next);
        }
        return subscriptions;
    }

    /**
     * Records that a user is in the room on another node. Returns whether the user is new in the room.
     *
     * @param round the round in which the node announced the user
     */
    boolean presentOn(NodeId node, Participant user, long round) {
        Entry entry = users.get(user.id());
        boolean isNew = entry == null;
        if (entry == null) {
            entry = new Entry(user);
            users.put(user.id(), entry);
        }
        entry.elsewhere.put(node, round);
        return isNew;
    }

    /** Records that a user has left the room on another node. Returns whether the user is no longer in the room on any node. */
    boolean absentOn(NodeId node, UserId user) {
        Entry entry = users.get(user);
        return entry != null && entry.elsewhere.remove(node) != null && removeIfGone(entry);
    }

    /** Forgets the users of a node. Returns those who are no longer in the room on any node. */
    List<Participant> forget(NodeId node) {
        return forget(known -> known.getKey().equals(node));
    }

    /** Forgets announcements of other nodes from before a round. Returns the users who are no longer in the room on any node. */
    List<Participant> forgetBefore(long round) {
        return forget(known -> known.getValue() < round);
    }

    private List<Participant> forget(Predicate<Map.Entry<NodeId, Long>> which) {
        List<Participant> gone = new ArrayList<>();
        for (Entry entry : List.copyOf(users.values())) {
            if (entry.elsewhere.entrySet().removeIf(which) && removeIfGone(entry)) {
                gone.add(entry.user);
            }
        }
        return gone;
    }

    /** Forgets the users on this node. */
    void forgetHere() {
        for (Entry entry : List.copyOf(users.values())) {
            entry.here = null;
            removeIfGone(entry);
        }
    }

    private boolean removeIfGone(Entry entry) {
        return entry.isGone() && users.remove(entry.user.id(), entry);
    }
}
