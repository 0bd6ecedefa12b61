package io.clubroom.chat.connection;

import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the connections of each user to this node, and remembers for whom that has changed until somebody takes it. */
public final class ConnectedUsers {
    private final Map<UserId, Integer> connections = new ConcurrentHashMap<>();

    /** Whether a connection was opened; has an entry at most for each user who was connected since changes were taken. */
    private final Map<UserId, Boolean> changed = new ConcurrentHashMap<>();

    /** Counts a connection of the user; false if there are more than {@code max}. */
    public boolean admit(UserId user, int max) {
        int count = connections.merge(user, 1, Integer::sum);
        if (count > max) {
            connections.computeIfPresent(user, (_, opened) -> opened - 1);
            return false;
        }
        if (count == 1) {
            changed.put(user, true);
        }
        return true;
    }

    /** A connection of the user that was admitted has been closed. */
    public void release(UserId user) {
        if (connections.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1) == null) {
            changed.putIfAbsent(user, false);
        }
    }

    /** Returns what has changed since the last call, for at most {@code limit} users; what is left, is returned by the next call. */
    public List<Change> takeChanges(int limit) {
        List<Change> changes = new ArrayList<>();
        for (UserId user : changed.keySet()) {
            if (changes.size() == limit) {
                break;
            }
            // Before the connections are looked at: what changes later is another change.
            Boolean hasArrived = changed.remove(user);
            if (hasArrived != null) {
                changes.add(new Change(user, connections.containsKey(user), hasArrived));
            }
        }
        return changes;
    }

    /** Has changes taken again, which could not be stored. */
    public void putBack(Collection<Change> changes) {
        changes.forEach(change -> changed.merge(change.user(), change.hasArrived(), Boolean::logicalOr));
    }

    /** Has all users who are connected taken again. */
    public void putBackAll() {
        connections.keySet().forEach(user -> changed.put(user, true));
    }
}
