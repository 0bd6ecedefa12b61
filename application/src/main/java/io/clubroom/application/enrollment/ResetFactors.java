package io.clubroom.application.enrollment;

import io.clubroom.application.auth.ListSignInMethods;
import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.application.auth.StepUp;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Removes all second factors of a user who has lost them, and ends the user's sessions; only for administrators. */
public final class ResetFactors {
    public sealed interface Result {
        /** @param hadFactors whether there was anything to remove */
        record Reset(boolean hadFactors) implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}

        /** The user can only sign in with a passkey. */
        record LastSignInMethod() implements Result {}
    }

    private final Transactions transactions;
    private final Admins admins;
    private final Users users;
    private final SecondFactors factors;
    private final ListSignInMethods listSignInMethods;
    private final RemoveFactors removeFactors;
    private final RevokeSessions revokeSessions;
    private final StepUp stepUp;
    private final SendFactorNotice sendFactorNotice;

    public ResetFactors(
            Transactions transactions,
            Admins admins,
            Users users,
            SecondFactors factors,
            ListSignInMethods listSignInMethods,
            RemoveFactors removeFactors,
            RevokeSessions revokeSessions,
            StepUp stepUp,
            SendFactorNotice sendFactorNotice) {
        this.transactions = transactions;
        this.admins = admins;
        this.users = users;
        this.factors = factors;
        this.listSignInMethods = listSignInMethods;
        this.removeFactors = removeFactors;
        this.revokeSessions = revokeSessions;
        this.stepUp = stepUp;
        this.sendFactorNotice = sendFactorNotice;
    }

    /** @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago */
    public Result reset(Actor actor, UserId id) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        return transactions.call(() -> {
            admins.lock();
            return transactions.call(actor, () -> {
                stepUp.require(actor);
                Optional<User> user = users.lockExclusively(id);
                return user.<Result>map(this::reset).orElseGet(Result.NotFound::new);
            });
        });
    }

    private Result reset(User user) {
        ListSignInMethods.Result methods = listSignInMethods.of(user);
        if (methods.passkeys() > 0 && !methods.withoutPasskeys()) {
            return new Result.LastSignInMethod();
        }
        boolean hadFactors = !factors.of(user.id()).isEmpty();
        removeFactors.remove(user, Instant.EPOCH);
        if (hadFactors) {
            User ended = user.withTokensEnded();
            users.update(ended);
            revokeSessions.revoke(ended, null);
            sendFactorNotice.send(MailKind.FACTOR_REMOVED, user, Map.of("factor", "All second factors"));
        }
        return new Result.Reset(hadFactors);
    }
}
