package io.clubroom.domain.session;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores sessions. Those of a user are removed together with the user. */
public interface Sessions {
    /**
     * Stores a new session. The caller must hold the lock of the user.
     *
     * @return false if the user no longer exists or has {@code max} sessions; nothing is stored
     */
    boolean add(Session session, int max);

    Optional<Session> find(SessionId id);

    /** Returns the user's sessions, newest first, without the first {@code skip}. Some may have expired. */
    List<Session> list(UserId user, int skip);

    /** Stores the changes of a session; does nothing if it was removed. */
    void update(Session session);

    /** Removes the session, or does nothing if there is none. */
    void remove(SessionId id);

    /** Removes all sessions of the user except this one. */
    void removeAll(UserId user, @Nullable SessionId except);

    /** Stores that the sessions were used at this time, unless later uses are stored. It may skip sessions that are being changed. */
    void used(Set<SessionId> ids, Instant at);

    /** Removes the sessions that expired before this time. */
    void removeExpired(Instant before);
}
