package io.clubroom.application.enrollment;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;

/** Tells which second factors one has. */
public final class GetFactors {
    /** @param recoveryCodesLeft how many recovery codes were not used */
    public record Factors(boolean totp, int recoveryCodesLeft) {}

    private final SecondFactors factors;
    private final RecoveryCodes codes;

    public GetFactors(SecondFactors factors, RecoveryCodes codes) {
        this.factors = factors;
        this.codes = codes;
    }

    public Factors get(Actor.SignedIn actor) {
        return new Factors(factors.of(actor.id()).contains(SecondFactor.TOTP), codes.left(actor.id()));
    }
}
