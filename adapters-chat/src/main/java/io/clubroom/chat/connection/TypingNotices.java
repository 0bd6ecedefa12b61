package io.clubroom.chat.connection;

import io.clubroom.chat.dispatch.ChatDispatcher;
import io.clubroom.chat.dispatch.ChatSubscription;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards typing notices of users who may send them. Permissions are read from the database for every notice, so that a mute takes effect
 * on all nodes immediately; notices that arrive during a read are checked together by the next one.
 */
@Singleton
final class TypingNotices {
    private static final Logger LOG = LoggerFactory.getLogger(TypingNotices.class);

    /** The maximum number of waiting notices; further ones are dropped. */
    private static final int MAX_WAITING = 10_000;

    private final RoomStandings standings;
    private final ChatDispatcher dispatcher;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("chat-typing").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private Map<RoomStandings.Key, ChatSubscription> waiting = new HashMap<>();

    TypingNotices(RoomStandings standings, ChatDispatcher dispatcher) {
        this.standings = standings;
        this.dispatcher = dispatcher;
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    void type(ChatSubscription subscription) {
        lock.lock();
        try {
            if (waiting.size() >= MAX_WAITING || thread.isShutdown()) {
                return;
            }
            if (waiting.isEmpty()) {
                thread.execute(this::forward);
            }
            waiting.put(new RoomStandings.Key(subscription.actor(), subscription.room()), subscription);
        } finally {
            lock.unlock();
        }
    }

    private void forward() {
        Map<RoomStandings.Key, ChatSubscription> typing;
        lock.lock();
        try {
            typing = waiting;
            waiting = new HashMap<>();
        } finally {
            lock.unlock();
        }
        try {
            Map<RoomStandings.Key, RoomStanding> found = standings.of(List.copyOf(typing.keySet()));
            typing.forEach((key, subscription) -> {
                if (RoomAccess.decide(found.get(key), RoomAction.TYPE) == RoomVerdict.ALLOWED) {
                    dispatcher.type(subscription);
                }
            });
        } catch (Unavailable away) {
            // Typing notices are optional, and the outage is already logged.
        } catch (RuntimeException failure) {
            LOG.error("Cannot check who may send typing notices", failure);
        }
    }
}
