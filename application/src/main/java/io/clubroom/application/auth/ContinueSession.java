package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Issues new tokens for the session of a signed-in user. For a token without a session, issued by an earlier version, a session is created.
 */
public final class ContinueSession {
    /**
     * How and where a user has just proved again who they are.
     *
     * @param device the device that gets the new tokens
     */
    public record Authentication(Set<AuthenticationMethod> methods, Device device) {}

    private final Transactions transactions;
    private final Sessions sessions;
    private final OpenSession openSession;
    private final RenewTokens renewTokens;
    private final InstantSource clock;

    public ContinueSession(
            Transactions transactions,
            Sessions sessions,
            OpenSession openSession,
            RenewTokens renewTokens,
            InstantSource clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.openSession = openSession;
        this.renewTokens = renewTokens;
        this.clock = clock;
    }

    /**
     * Must be called in a transaction that holds the user's lock.
     *
     * @param id the session of the user's token, null if it has none
     * @param authentication null if the user has proved nothing: the session keeps its methods and its device
     */
    public OpenedSession proceed(User user, @Nullable SessionId id, @Nullable Authentication authentication) {
        return transactions.call(() -> {
            Optional<Session> session = Optional.ofNullable(id).flatMap(sessions::find);
            if (authentication == null) {
                return session.map(found -> renewTokens.renew(user, found, found.device()))
                        .orElseGet(() -> open(user, Set.of(AuthenticationMethod.PWD), Device.UNKNOWN));
            }
            Set<AuthenticationMethod> methods = authentication.methods();
            Device device = authentication.device();
            return session.map(found -> found.reauthenticated(methods, clock.instant()))
                    .map(found -> renewTokens.renew(user, found, device))
                    .orElseGet(() -> open(user, methods, device));
        });
    }

    private OpenedSession open(User user, Set<AuthenticationMethod> methods, Device device) {
        return openSession.open(user, SignInMethod.PASSWORD, methods, device);
    }
}
