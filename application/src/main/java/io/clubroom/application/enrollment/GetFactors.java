package io.clubroom.application.enrollment;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import java.util.List;

/** Returns the second factors of the actor. */
public final class GetFactors {
    /**
     * The second factors of a user.
     *
     * @param recoveryCodesLeft the number of unused recovery codes
     * @param passkeys the usable passkeys, oldest first
     */
    public record Factors(boolean totp, int recoveryCodesLeft, List<Passkey> passkeys) {}

    private final SecondFactors factors;
    private final RecoveryCodes codes;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;

    public GetFactors(SecondFactors factors, RecoveryCodes codes, Passkeys passkeys, RelyingParty relyingParty) {
        this.factors = factors;
        this.codes = codes;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
    }

    public Factors get(Actor.SignedIn actor) {
        return new Factors(
                factors.of(actor.id()).contains(SecondFactor.TOTP),
                codes.left(actor.id()),
                passkeys.list(actor.id(), relyingParty.id()));
    }
}
