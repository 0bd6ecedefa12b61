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

/** Issues new tokens of an actor's session after the user has proved again who they are. */
public final class ContinueSession {
    private final Transactions transactions;
    private final Sessions sessions;
    private final OpenSession openSession;
    private final ProceedSession proceedSession;
    private final InstantSource clock;

    public ContinueSession(
            Transactions transactions,
            Sessions sessions,
            OpenSession openSession,
            ProceedSession proceedSession,
            InstantSource clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.openSession = openSession;
        this.proceedSession = proceedSession;
        this.clock = clock;
    }

    /**
     * To be called in the user's transaction, which holds the user's lock.
     *
     * @param id the session of the user's token; a token without one gets one
     * @param methods by which the user has just proved who they are
     */
    public OpenedSession proceed(User user, @Nullable SessionId id, Set<AuthenticationMethod> methods, Device device) {
        return transactions.call(() -> {
            Instant now = clock.instant();
            Optional<Session> session = Optional.ofNullable(id).flatMap(sessions::find);
            return session.map(found -> proceedSession.proceed(user, found.reauthenticated(methods, now), device))
                    .orElseGet(() -> openSession.open(user, SignInMethod.PASSWORD, methods, device));
        });
    }
}
