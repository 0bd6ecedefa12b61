package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyChallenge;
import java.util.List;

/**
 * What a browser needs to make or to use a passkey.
 *
 * @param rpId the relying party
 * @param existing the user's passkeys of the relying party; empty for a sign-in, which is to find out who it is
 */
public record PasskeyOffer(PasskeyChallenge challenge, String rpId, List<Passkey> existing) {
    public PasskeyOffer {
        existing = List.copyOf(existing);
    }
}
