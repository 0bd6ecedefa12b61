package io.clubroom.application.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;

/** Offers a challenge to a signed-in user who wants to add a passkey. */
public final class BeginPasskeyRegistration {
    /**
     * What a browser needs to make a passkey.
     *
     * @param user the owner of the new passkey
     */
    public record Begun(PasskeyOffer offer, User user) {}

    private final Transactions transactions;
    private final Users users;
    private final OfferChallenge offerChallenge;

    public BeginPasskeyRegistration(Transactions transactions, Users users, OfferChallenge offerChallenge) {
        this.transactions = transactions;
        this.users = users;
        this.offerChallenge = offerChallenge;
    }

    public Begun begin(Actor.SignedIn actor) {
        return transactions.call(actor, () -> {
            User user = users.find(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
            return new Begun(offerChallenge.offer(Purpose.REGISTRATION, user.id()), user);
        });
    }
}
