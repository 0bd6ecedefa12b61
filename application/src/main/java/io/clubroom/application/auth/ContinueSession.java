package io.clubroom.application.auth;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Issues new tokens of an actor's session after the user has proved again who they are. */
public final class ContinueSession {
    private final Sessions sessions;
    private final OpenSession openSession;
    private final InstantSource clock;

    public ContinueSession(Sessions sessions, OpenSession openSession, InstantSource clock) {
        this.sessions = sessions;
        this.openSession = openSession;
        this.clock = clock;
    }

    /**
     * To be called in the actor's transaction, which holds the user's lock. A token without a session gets one.
     *
     * @param user the actor
     * @param methods by which the user has just proved who they are
     */
    public OpenedSession proceed(Actor.SignedIn actor, User user, Set<AuthenticationMethod> methods, Device device) {
        Instant now = clock.instant();
        Optional<Session> session = Optional.ofNullable(actor.session()).flatMap(sessions::find);
        return session.map(found -> openSession.proceed(user, found.reauthenticated(methods, now), device))
                .orElseGet(() -> openSession.open(user, SignInMethod.PASSWORD, methods, device));
    }
}
