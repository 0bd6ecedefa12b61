package io.clubroom.bootstrap.chat;

import io.clubroom.chat.connection.ConnectedUsers;
import io.clubroom.chat.connection.Connections;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.chat.NodeId;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Stores which users are connected to this node and that it is alive, and ends the connections of crashed nodes. */
@Singleton
class ChatPresence {
    private static final String THREADS = "chat-presence";
    private static final int BATCH = 5_000;

    /** The interval at which a node without changes reports that it is alive. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** The time without a report after which a node is considered crashed. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final NodeId node = new NodeId(UUID.randomUUID());
    private final ConnectedUsers users;
    private final Absences absences;
    private final InstantSource clock;
    private Instant heard = Instant.EPOCH;
    private boolean stopped;

    @Inject
    ChatPresence(Connections connections, Absences absences, InstantSource clock) {
        this(connections.users(), absences, clock);
    }

    ChatPresence(ConnectedUsers users, Absences absences, InstantSource clock) {
        this.users = users;
        this.absences = absences;
        this.clock = clock;
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "1s")
    synchronized void report() {
        if (stopped) {
            return;
        }
        Instant now = clock.instant();
        List<Change> changes = users.takeChanges(BATCH);
        while (!changes.isEmpty() || !now.isBefore(heard.plus(HEARTBEAT))) {
            if (!report(changes, now)) {
                return;
            }
            heard = now;
            changes = changes.size() < BATCH ? List.of() : users.takeChanges(BATCH);
        }
    }

    /** Reports changes to the store; returns false if they could not be stored. */
    private boolean report(List<Change> changes, Instant now) {
        boolean isStored = false;
        try {
            if (!absences.report(node, changes, now)) {
                users.putBackAll();
            }
            isStored = true;
        } catch (Unavailable away) {
            // The outage is logged elsewhere. The changes are reported again the next time.
        } finally {
            if (!isStored) {
                users.putBack(changes);
            }
        }
        return isStored;
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "10s")
    void expire() {
        try {
            while (absences.expire(clock.instant().minus(TIMEOUT), BATCH)) {}
        } catch (Unavailable away) {
            // The outage is logged elsewhere. The next run does the rest.
        }
    }

    @PreDestroy
    synchronized void stop() {
        report();
        stopped = true;
        try {
            absences.leave(node, clock.instant());
        } catch (Unavailable away) {
            // Other nodes, or the next start, end the connections after the timeout.
        }
    }
}
