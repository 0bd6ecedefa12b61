package io.clubroom.application.passkey;

import io.clubroom.application.auth.ListSignInMethods;
import io.clubroom.application.auth.StepUp;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.Map;
import java.util.Optional;

/** Removes one of the actor's passkeys. Without another factor, the recovery codes are removed, too. */
public final class RemovePasskey {
    public sealed interface Result {
        record Removed() implements Result {}

        record NotFound() implements Result {}

        /** It is the actor's only way of signing in. */
        record LastSignInMethod() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;
    private final ListSignInMethods signInMethods;
    private final SecondFactors factors;
    private final RecoveryCodes codes;
    private final StepUp stepUp;
    private final SendFactorNotice sendFactorNotice;

    public RemovePasskey(
            Transactions transactions,
            Users users,
            Passkeys passkeys,
            RelyingParty relyingParty,
            ListSignInMethods signInMethods,
            SecondFactors factors,
            RecoveryCodes codes,
            StepUp stepUp,
            SendFactorNotice sendFactorNotice) {
        this.transactions = transactions;
        this.users = users;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
        this.signInMethods = signInMethods;
        this.factors = factors;
        this.codes = codes;
        this.stepUp = stepUp;
        this.sendFactorNotice = sendFactorNotice;
    }

    /** @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago */
    public Result remove(Actor.SignedIn actor, PasskeyId id) {
        return transactions.call(actor, () -> {
            stepUp.require(actor);
            User user = users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
            Optional<Passkey> passkey = passkeys.list(user.id(), relyingParty.id()).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst();
            if (passkey.isEmpty()) {
                return new Result.NotFound();
            }
            ListSignInMethods.Result methods = signInMethods.of(user);
            if (methods.passkeys() == 1 && !methods.withoutPasskeys()) {
                return new Result.LastSignInMethod();
            }
            passkeys.remove(id);
            if (factors.of(user.id()).isEmpty()) {
                codes.remove(user.id());
            }
            sendFactorNotice.send(
                    MailKind.PASSKEY_REMOVED,
                    user,
                    Map.of("factor", passkey.get().name().value()));
            return new Result.Removed();
        });
    }
}
