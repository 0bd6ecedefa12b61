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
 * Tells rooms that users are typing, if they may show it. What they may is read for each frame, so that a mute holds on all nodes at once;
 * for all frames that gather meanwhile together.
 */
@Singleton
final class TypingRights {
    private static final Logger LOG = LoggerFactory.getLogger(TypingRights.class);

    /** Further frames are dropped. */
    private static final int MAX_WAITING = 10_000;

    private final RoomStandings standings;
    private final ChatDispatcher dispatcher;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("chat-typing").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private Map<RoomStandings.Key, ChatSubscription> waiting = new HashMap<>();

    TypingRights(RoomStandings standings, ChatDispatcher dispatcher) {
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
                thread.execute(this::tell);
            }
            waiting.put(new RoomStandings.Key(subscription.actor(), subscription.room()), subscription);
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
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
            // It is not worth an error: the log says so already.
        } catch (RuntimeException failure) {
            LOG.error("Telling who types failed", failure);
        }
    }
}
