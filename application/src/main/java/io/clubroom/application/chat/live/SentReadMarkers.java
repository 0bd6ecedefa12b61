package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import java.util.LinkedHashMap;

/**
 * The read markers of users that were sent to the clients in a room. Signals of other nodes about a user may arrive in another order than
 * the read markers were stored in, or not at all.
 */
final class SentReadMarkers {
    /** The maximum number of users of a room; those whose read markers have not moved for the longest time are forgotten first. */
    static final int MAX_USERS = 1_000;

    /**
     * @param toAll the {@code seq} that all clients that may know it have been sent, at least
     * @param toAny the highest {@code seq} that any client has been sent
     */
    private record Sent(long toAll, long toAny) {}

    private final LinkedHashMap<UserId, Sent> users = new LinkedHashMap<>();

    /** Adds a read marker to send to all clients. Returns false if they know it, or a higher one. */
    boolean add(UserId user, long seq) {
        Sent sent = users.get(user);
        if (sent != null && (seq <= sent.toAll() || seq < sent.toAny())) {
            return false;
        }
        put(user, new Sent(seq, seq));
        return true;
    }

    /** Adds a read marker from the store, sent to one client. Returns false if all clients know it. */
    boolean addStored(UserId user, long seq) {
        Sent sent = users.get(user);
        if (sent == null) {
            put(user, new Sent(seq, seq));
            return true;
        }
        if (seq > sent.toAny()) {
            put(user, new Sent(sent.toAll(), seq));
        }
        return seq > sent.toAll();
    }

    /** Adds the read markers that an entering client is sent. */
    void addNewcomer(UserId newcomer, RoomReads.State state) {
        addStored(newcomer, state.counts().seq());
        state.receipts().forEach(receipt -> addStored(receipt.user(), receipt.seq()));
    }

    void clear() {
        users.clear();
    }

    private void put(UserId user, Sent sent) {
        users.putLast(user, sent);
        if (users.size() > MAX_USERS) {
            users.pollFirstEntry();
        }
    }
}
