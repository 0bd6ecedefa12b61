package io.clubroom.application.enrollment;

import io.clubroom.application.auth.StepUp;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.Map;

/** Removes the actor's authenticator app, and one pending confirmation. Without another factor, the recovery codes are removed, too. */
public final class RemoveTotp {
    /** @param wasActive whether there was an active app */
    public record Removed(boolean wasActive) {}

    private final Transactions transactions;
    private final Users users;
    private final TotpSecrets secrets;
    private final RecoveryCodes codes;
    private final SecondFactors factors;
    private final StepUp stepUp;
    private final SendFactorNotice sendFactorNotice;

    public RemoveTotp(
            Transactions transactions,
            Users users,
            TotpSecrets secrets,
            RecoveryCodes codes,
            SecondFactors factors,
            StepUp stepUp,
            SendFactorNotice sendFactorNotice) {
        this.transactions = transactions;
        this.users = users;
        this.secrets = secrets;
        this.codes = codes;
        this.factors = factors;
        this.stepUp = stepUp;
        this.sendFactorNotice = sendFactorNotice;
    }

    /** @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago */
    public Removed remove(Actor.SignedIn actor) {
        return transactions.call(actor, () -> {
            stepUp.require(actor);
            User user = users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
            boolean wasActive = secrets.active(user.id()).isPresent();
            secrets.remove(user.id());
            if (factors.of(user.id()).isEmpty()) {
                codes.remove(user.id());
            }
            if (wasActive) {
                sendFactorNotice.send(MailKind.FACTOR_REMOVED, user, Map.of("factor", "Authenticator app"));
            }
            return new Removed(wasActive);
        });
    }
}
