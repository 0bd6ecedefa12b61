package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;

/** Offers a challenge for a sign-in with a passkey. The user is not identified yet, so the response reveals nothing about accounts. */
public final class BeginPasskeySignIn {
    private final OfferChallenge offerChallenge;

    public BeginPasskeySignIn(OfferChallenge offerChallenge) {
        this.offerChallenge = offerChallenge;
    }

    public PasskeyOffer begin() {
        return offerChallenge.offer(Purpose.SIGN_IN, null);
    }
}
