package io.clubroom.application.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;

/** Offers a challenge to a signed-in user who has to prove again who they are. */
public final class BeginPasskeyReauthentication {
    private final Transactions transactions;
    private final OfferChallenge offerChallenge;

    public BeginPasskeyReauthentication(Transactions transactions, OfferChallenge offerChallenge) {
        this.transactions = transactions;
        this.offerChallenge = offerChallenge;
    }

    public PasskeyOffer begin(Actor.SignedIn actor) {
        return transactions.call(actor, () -> offerChallenge.offer(Purpose.REAUTHENTICATION, actor.id()));
    }
}
