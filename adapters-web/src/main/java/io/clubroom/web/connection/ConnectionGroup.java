package io.clubroom.web.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Connections that share a limit: those of one client, or all. Not thread-safe. */
final class ConnectionGroup {
    /** The number of connections that are sampled to find one that has been idle for long. */
    private static final int SAMPLES = 32;

    private final boolean isOfClient;
    private final List<HttpConnection> members = new ArrayList<>(2);
    private int upgraded;

    /** @param isOfClient whether these are the connections of one client */
    ConnectionGroup(boolean isOfClient) {
        this.isOfClient = isOfClient;
    }

    /** The number of connections, including chat connections. */
    int size() {
        return members.size() + upgraded;
    }

    /** The number of chat connections. */
    int upgraded() {
        return upgraded;
    }

    List<HttpConnection> members() {
        return List.copyOf(members);
    }

    void add(HttpConnection connection) {
        setPlace(connection, members.size());
        members.add(connection);
    }

    void remove(HttpConnection connection) {
        int place = isOfClient ? connection.placeOfClient : connection.place;
        HttpConnection last = members.removeLast();
        if (last != connection) {
            members.set(place, last);
            setPlace(last, place);
        }
    }

    /** Records that a member has become a chat connection. */
    void upgrade(HttpConnection connection) {
        remove(connection);
        upgraded++;
    }

    void removeUpgraded() {
        upgraded--;
    }

    /** Returns the longest idle of some random members; null if all of them are busy. */
    @Nullable
    HttpConnection leastUsed() {
        HttpConnection found = null;
        int size = members.size();
        for (int i = 0; i < Math.min(SAMPLES, size); i++) {
            HttpConnection candidate = members.get(
                    size <= SAMPLES ? i : ThreadLocalRandom.current().nextInt(size));
            if (!candidate.isBusy() && (found == null || candidate.lastUsed() - found.lastUsed() < 0)) {
                found = candidate;
            }
        }
        return found;
    }

    private void setPlace(HttpConnection connection, int place) {
        if (isOfClient) {
            connection.placeOfClient = place;
        } else {
            connection.place = place;
        }
    }
}
