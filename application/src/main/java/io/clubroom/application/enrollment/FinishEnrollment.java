package io.clubroom.application.enrollment;

import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a user who has just added a second factor what comes with it. */
public final class FinishEnrollment {
    /**
     * What comes with the factor.
     *
     * @param recoveryCodes new ones; empty if the user keeps the old ones
     * @param session of an actor whose token was good for this only: tokens that are good for everything
     */
    public record Enrolled(
            List<RecoveryCode> recoveryCodes, @Nullable OpenedSession session) {}

    private final IssueRecoveryCodes issueRecoveryCodes;
    private final ContinueSession continueSession;

    public FinishEnrollment(IssueRecoveryCodes issueRecoveryCodes, ContinueSession continueSession) {
        this.issueRecoveryCodes = issueRecoveryCodes;
        this.continueSession = continueSession;
    }

    /**
     * To be called in the actor's transaction, which holds the user's lock and has stored the factor.
     *
     * @param user the actor
     * @param newCodes whether the user gets new recovery codes
     * @param methods by which the user has proved to have the factor
     */
    public Enrolled finish(
            Actor.SignedIn actor, User user, boolean newCodes, Set<AuthenticationMethod> methods, Device device) {
        return new Enrolled(
                newCodes ? issueRecoveryCodes.issue(user).codes() : List.of(),
                actor.enrollmentOnly() ? continueSession.proceed(actor, user, methods, device) : null);
    }
}
