package io.clubroom.testkit.passkey;

import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies;

/** For tests without passkeys: every response is invalid. */
public final class RefusedCeremonies implements PasskeyCeremonies {
    @Override
    public NewCredential register(Attestation response, String challenge) {
        throw new InvalidCredential("refused");
    }

    @Override
    public Signature verify(Assertion response, Passkey passkey, String challenge) {
        throw new InvalidCredential("refused");
    }
}
