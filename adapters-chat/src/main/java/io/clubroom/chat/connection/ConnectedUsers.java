package io.clubroom.chat.connection;

import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections of each user to this node, and records which users have connected or disconnected until these changes are taken.
 * Thread-safe.
 */
public final class ConnectedUsers {
    private final Map<UserId, Integer> connections = new ConcurrentHashMap<>();

    /** The users who have connected or disconnected since changes were last taken; the value is true if the user has connected. */
    private final Map<UserId, Boolean> changed = new ConcurrentHashMap<>();

    /** Counts a new connection of the user; returns false, and does not count it, if the user already has {@code max}. */
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

    /** Counts that an admitted connection of the user was closed. */
    public void release(UserId user) {
        if (connections.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1) == null) {
            changed.putIfAbsent(user, false);
        }
    }

    /** Returns and removes the recorded changes of at most {@code limit} users; the next call returns the rest. */
    public List<Change> takeChanges(int limit) {
        List<Change> changes = new ArrayList<>();
        for (UserId user : changed.keySet()) {
            if (changes.size() == limit) {
                break;
            }
            // Before reading the connections, so that a later change is recorded again.
            Boolean hasArrived = changed.remove(user);
            if (hasArrived != null) {
                changes.add(new Change(user, connections.containsKey(user), hasArrived));
            }
        }
        return changes;
    }

    /** Records changes again that could not be stored. */
    public void putBack(Collection<Change> changes) {
        changes.forEach(change -> changed.merge(change.user(), change.hasArrived(), Boolean::logicalOr));
    }

    /** Records all connected users as changed. */
    public void putBackAll() {
        connections.keySet().forEach(user -> changed.put(user, true));
    }
}
