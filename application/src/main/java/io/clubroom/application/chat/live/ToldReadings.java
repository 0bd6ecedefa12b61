package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import java.util.LinkedHashMap;

/**
 * How far the clients in a room were told that users have read. Other nodes' signals about a user may arrive in another order than the
 * readings were stored in, or not at all.
 */
final class ToldReadings {
    /** The most users of a room; those of whom nothing was heard for the longest time are forgotten first. */
    static final int MAX_USERS = 1_000;

    /**
     * @param everybody the number of the message up to which all who may know have been told, at least
     * @param anybody the one up to which somebody has been told
     */
    private record Told(long everybody, long anybody) {}

    private final LinkedHashMap<UserId, Told> users = new LinkedHashMap<>();

    /** A user has read up to a message; false if the clients know that, or more. */
    boolean add(UserId user, long seq) {
        Told told = users.get(user);
        if (told != null && (seq <= told.everybody() || seq < told.anybody())) {
            return false;
        }
        put(user, new Told(seq, seq));
        return true;
    }

    /** One client is told how far a user has read according to the store; false if all clients know that. */
    boolean addOfStore(UserId user, long seq) {
        Told told = users.get(user);
        if (told == null) {
            put(user, new Told(seq, seq));
            return true;
        }
        if (seq > told.anybody()) {
            put(user, new Told(told.everybody(), seq));
        }
        return seq > told.everybody();
    }

    /** Who enters is told this. */
    void addNewcomer(UserId newcomer, RoomReads.State state) {
        addOfStore(newcomer, state.counts().seq());
        state.receipts().forEach(receipt -> addOfStore(receipt.user(), receipt.seq()));
    }

    void clear() {
        users.clear();
    }

    private void put(UserId user, Told told) {
        users.putLast(user, told);
        if (users.size() > MAX_USERS) {
            users.pollFirstEntry();
        }
    }
}
