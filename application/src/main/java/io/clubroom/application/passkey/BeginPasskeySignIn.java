package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.RelyingParty;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Offers a challenge to whoever wants to sign in with a passkey. Nobody has said who they are, so nothing about accounts can be learned. */
public final class BeginPasskeySignIn {
    private final RelyingParty relyingParty;
    private final NewChallenges challenges;

    public BeginPasskeySignIn(
            RelyingParty relyingParty,
            PasskeyChallenges challenges,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.relyingParty = relyingParty;
        this.challenges = new NewChallenges(challenges, clock, ids, secrets);
    }

    public PasskeyOffer begin() {
        return new PasskeyOffer(challenges.next(Purpose.SIGN_IN, null), relyingParty.id(), List.of());
    }
}
