package io.clubroom.persistence.factor;

import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;

/** Reads which second factors accounts have, from PostgreSQL. */
@Singleton
public final class JdbcSecondFactors implements SecondFactors {
    private final SecondFactorRows rows;
    private final RelyingParty relyingParty;

    JdbcSecondFactors(SecondFactorRows rows, RelyingParty relyingParty) {
        this.rows = rows;
        this.relyingParty = relyingParty;
    }

    @Override
    public Set<SecondFactor> of(UserId user) {
        SecondFactorRow row = rows.of(user.value(), relyingParty.id());
        Set<SecondFactor> factors = EnumSet.noneOf(SecondFactor.class);
        if (!row.passkey() && !row.totp()) {
            return factors;
        }
        if (row.passkey()) {
            factors.add(SecondFactor.PASSKEY);
        }
        if (row.totp()) {
            factors.add(SecondFactor.TOTP);
        }
        if (row.recoveryCode()) {
            factors.add(SecondFactor.RECOVERY_CODE);
        }
        return factors;
    }
}
