package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyChallenge;
import java.util.List;

/**
 * What a browser needs to create or use a passkey.
 *
 * @param rpId the relying party
 * @param existing the user's passkeys of the relying party; empty for a sign-in, which has yet to identify the user
 */
public record PasskeyOffer(PasskeyChallenge challenge, String rpId, List<Passkey> existing) {
    public PasskeyOffer {
        existing = List.copyOf(existing);
    }
}
