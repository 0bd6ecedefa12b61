package io.clubroom.application.enrollment;

import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues recovery codes and tokens to a user who has just added a second factor. */
public final class FinishEnrollment {
    /**
     * What the user gets with the factor.
     *
     * @param recoveryCodes new ones; empty if the user keeps the old ones
     * @param session unrestricted tokens, for a user whose token was valid only for adding a second factor
     */
    public record Enrolled(
            List<RecoveryCode> recoveryCodes, @Nullable OpenedSession session) {}

    private final RecoveryCodes recoveryCodes;
    private final ContinueSession continueSession;

    public FinishEnrollment(RecoveryCodes recoveryCodes, ContinueSession continueSession) {
        this.recoveryCodes = recoveryCodes;
        this.continueSession = continueSession;
    }

    /**
     * Must be called in the transaction that holds the user's lock and has stored the factor.
     *
     * @param newCodes the new recovery codes, which replace the user's; null to keep these
     * @param newTokens whether the user gets new tokens, because the token was valid only for adding a second factor
     * @param session the session of the user's token, null if it has none
     * @param method the method by which the user has proved to have the factor
     */
    public Enrolled finish(
            User user,
            GenerateRecoveryCodes.@Nullable Generated newCodes,
            boolean newTokens,
            @Nullable SessionId session,
            AuthenticationMethod method,
            Device device) {
        if (newCodes != null) {
            recoveryCodes.replace(user.id(), newCodes.hashed());
        }
        return new Enrolled(
                newCodes == null ? List.of() : newCodes.codes(),
                newTokens
                        ? continueSession.proceed(
                                user, session, new ContinueSession.Authentication(Set.of(method), device))
                        : null);
    }
}
