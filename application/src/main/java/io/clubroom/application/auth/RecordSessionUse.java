package io.clubroom.application.auth;

import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Remembers to the minute when sessions were last used, and stores it for many sessions at once. */
public final class RecordSessionUse {
    /** Uses of further sessions are forgotten until those before are stored. */
    private static final int MAX_SESSIONS = 20_000;

    private final Sessions sessions;
    private final Map<SessionId, Instant> unstored = new ConcurrentHashMap<>();

    public RecordSessionUse(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Never blocks. */
    public void used(SessionId session, Instant at) {
        if (unstored.size() < MAX_SESSIONS) {
            unstored.put(session, at.truncatedTo(ChronoUnit.MINUTES));
        }
    }

    /** Stores what has been recorded. What cannot be stored is tried again the next time. */
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
