package io.clubroom.application.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Offers a challenge to a signed-in user who is to prove again who they are. */
public final class BeginPasskeyReauthentication {
    private final Transactions transactions;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;
    private final NewChallenges challenges;

    public BeginPasskeyReauthentication(
            Transactions transactions,
            Passkeys passkeys,
            RelyingParty relyingParty,
            PasskeyChallenges challenges,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.transactions = transactions;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
        this.challenges = new NewChallenges(challenges, clock, ids, secrets);
    }

    public PasskeyOffer begin(Actor.SignedIn actor) {
        return transactions.call(
                actor,
                () -> new PasskeyOffer(
                        challenges.next(Purpose.REAUTHENTICATION, actor.id()),
                        relyingParty.id(),
                        passkeys.list(actor.id(), relyingParty.id())));
    }
}
