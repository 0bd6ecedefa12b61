package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;

/** Offers a challenge to whoever wants to sign in with a passkey. Nobody has said who they are, so nothing about accounts can be learned. */
public final class BeginPasskeySignIn {
    private final OfferChallenge offerChallenge;

    public BeginPasskeySignIn(OfferChallenge offerChallenge) {
        this.offerChallenge = offerChallenge;
    }

    public PasskeyOffer begin() {
        return offerChallenge.offer(Purpose.SIGN_IN, null);
    }
}
