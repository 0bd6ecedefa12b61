package io.clubroom.memory.factor;

import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.UserId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Reads the second factors of accounts from the other in-memory stores. */
public final class InMemorySecondFactors implements SecondFactors {
    private final TotpSecrets secrets;
    private final RecoveryCodes codes;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;

    public InMemorySecondFactors(
            TotpSecrets secrets, RecoveryCodes codes, Passkeys passkeys, RelyingParty relyingParty) {
        this.secrets = secrets;
        this.codes = codes;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
    }

    @Override
    public Set<SecondFactor> of(UserId user) {
        Set<SecondFactor> factors = EnumSet.noneOf(SecondFactor.class);
        if (!passkeys.list(user, relyingParty.id()).isEmpty()) {
            factors.add(SecondFactor.PASSKEY);
        }
        if (secrets.active(user).isPresent()) {
            factors.add(SecondFactor.TOTP);
        }
        if (!factors.isEmpty() && codes.left(user) > 0) {
            factors.add(SecondFactor.RECOVERY_CODE);
        }
        return Collections.unmodifiableSet(factors);
    }
}
