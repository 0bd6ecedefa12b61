package io.clubroom.application.enrollment;

import io.clubroom.application.auth.StepUp;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.List;
import java.util.Map;

/** Issues new recovery codes to a user with a second factor; the old ones become invalid. */
public final class RenewRecoveryCodes {
    public sealed interface Result {
        /** Shown to the user once. */
        record Renewed(List<RecoveryCode> codes) implements Result {}

        /** The account has no second factor. */
        record FactorMissing() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final SecondFactors factors;
    private final RecoveryCodes recoveryCodes;
    private final GenerateRecoveryCodes generateRecoveryCodes;
    private final StepUp stepUp;
    private final SendFactorNotice sendFactorNotice;

    public RenewRecoveryCodes(
            Transactions transactions,
            Users users,
            SecondFactors factors,
            RecoveryCodes recoveryCodes,
            GenerateRecoveryCodes generateRecoveryCodes,
            StepUp stepUp,
            SendFactorNotice sendFactorNotice) {
        this.transactions = transactions;
        this.users = users;
        this.factors = factors;
        this.recoveryCodes = recoveryCodes;
        this.generateRecoveryCodes = generateRecoveryCodes;
        this.stepUp = stepUp;
        this.sendFactorNotice = sendFactorNotice;
    }

    /** @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago */
    public Result renew(Actor.SignedIn actor) {
        stepUp.require(actor);
        if (factors.of(actor.id()).isEmpty()) {
            return transactions.call(actor, Result.FactorMissing::new);
        }
        // Before the transaction, because hashing is slow.
        GenerateRecoveryCodes.Generated codes = generateRecoveryCodes.generate();
        return transactions.call(actor, () -> {
            stepUp.require(actor);
            User user = users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
            if (factors.of(user.id()).isEmpty()) {
                return new Result.FactorMissing();
            }
            recoveryCodes.replace(user.id(), codes.hashed());
            sendFactorNotice.send(MailKind.FACTOR_ADDED, user, Map.of("factor", "Recovery codes"));
            return new Result.Renewed(codes.codes());
        });
    }
}
