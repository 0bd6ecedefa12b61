package io.clubroom.application.enrollment;

import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SessionId;
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
     * @param session tokens that are good for everything, for a user whose token was good for this only
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
     * To be called in the user's transaction, which holds the user's lock and has stored the factor.
     *
     * @param newCodes whether the user gets new recovery codes
     * @param newTokens whether the user gets new tokens, because the token was good for this only
     * @param session the session of the user's token, null if it has none
     * @param methods by which the user has proved to have the factor
     */
    public Enrolled finish(
            User user,
            boolean newCodes,
            boolean newTokens,
            @Nullable SessionId session,
            Set<AuthenticationMethod> methods,
            Device device) {
        return new Enrolled(
                newCodes ? issueRecoveryCodes.issue(user).codes() : List.of(),
                newTokens ? continueSession.proceed(user, session, methods, device) : null);
    }
}
