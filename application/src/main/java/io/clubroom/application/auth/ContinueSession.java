package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues new tokens of a session after its user has proved again who they are. */
public final class ContinueSession {
    private final Transactions transactions;
    private final Sessions sessions;
    private final OpenSession openSession;
    private final InstantSource clock;

    public ContinueSession(Transactions transactions, Sessions sessions, OpenSession openSession, InstantSource clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.openSession = openSession;
        this.clock = clock;
    }

    /**
     * To be called in a transaction that holds the user's lock, and has checked that the session goes on.
     *
     * @param id null for a token without a session, whose bearer gets a new one
     * @param methods by which the user has just proved who they are
     */
    public OpenedSession proceed(@Nullable SessionId id, User user, Set<AuthenticationMethod> methods, Device device) {
        Instant now = clock.instant();
        Optional<Session> session = Optional.ofNullable(id).flatMap(sessions::find);
        return transactions.call(() -> session.map(
                        found -> openSession.proceed(user, found.reauthenticated(methods, now), device))
                .orElseGet(() -> openSession.open(user, SignInMethod.PASSWORD, methods, device)));
    }
}
