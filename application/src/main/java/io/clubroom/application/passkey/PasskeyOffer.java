package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyChallenge;
import java.util.List;

/**
 * What a browser needs to ask for a signature.
 *
 * @param rpId the relying party
 * @param allowed the passkeys that may sign; empty if any of the relying party may
 */
public record PasskeyOffer(PasskeyChallenge challenge, String rpId, List<Passkey> allowed) {
    public PasskeyOffer {
        allowed = List.copyOf(allowed);
    }
}
