package io.clubroom.web.auth;

import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Records when sessions were last used, to the minute, and stores this in batches. Thread-safe. */
@Singleton
public final class SessionUse {
    /** The maximum number of sessions with unstored uses; uses of further sessions are dropped. */
    private static final int MAX_SESSIONS = 20_000;

    private final Sessions sessions;
    private final Map<SessionId, Instant> unstored = new ConcurrentHashMap<>();

    public SessionUse(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Never blocks. */
    void record(SessionId session, Instant at) {
        if (unstored.size() < MAX_SESSIONS) {
            unstored.put(session, at.truncatedTo(ChronoUnit.MINUTES));
        }
    }

    /** Stores the recorded uses. Those that cannot be stored are retried the next time. */
    public void store() {
        Map<SessionId, Instant> recorded = Map.copyOf(unstored);
        recorded.keySet().stream()
                .collect(Collectors.groupingBy(recorded::get, TreeMap::new, Collectors.toSet()))
                .forEach((minute, used) -> {
                    sessions.used(used, minute);
                    used.forEach(session -> unstored.remove(session, minute));
                });
    }
}
