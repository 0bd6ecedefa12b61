package io.clubroom.application.auth;

import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.time.Instant;

/** Removes the second factors of an account that were added at a given time or later, because somebody else may have added them. */
public final class RemoveFactors {
    private final TotpSecrets secrets;
    private final Passkeys passkeys;
    private final RecoveryCodes codes;
    private final SecondFactors factors;

    public RemoveFactors(TotpSecrets secrets, Passkeys passkeys, RecoveryCodes codes, SecondFactors factors) {
        this.secrets = secrets;
        this.passkeys = passkeys;
        this.codes = codes;
        this.factors = factors;
    }

    /**
     * Must be called in a transaction that holds the user's lock.
     *
     * @param since {@link Instant#EPOCH} for all
     */
    public void remove(User user, Instant since) {
        UserId id = user.id();
        if (secrets.active(id).filter(totp -> totp.since().isBefore(since)).isEmpty()) {
            secrets.remove(id);
        }
        passkeys.removeSince(id, since);
        boolean codesAreNew = codes.find(id)
                .filter(found -> !found.createdAt().isBefore(since))
                .isPresent();
        if (codesAreNew || factors.of(id).isEmpty()) {
            codes.remove(id);
        }
    }
}
