package io.clubroom.application.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Offers a challenge to a signed-in user who wants another passkey. */
public final class BeginPasskeyRegistration {
    /**
     * What a browser needs to make a passkey.
     *
     * @param rpId the relying party
     * @param user whose passkey it will be
     * @param existing the user's passkeys of the relying party; their authenticators make no other
     */
    public record Offer(PasskeyChallenge challenge, String rpId, User user, List<Passkey> existing) {
        public Offer {
            existing = List.copyOf(existing);
        }
    }

    private final Transactions transactions;
    private final Users users;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;
    private final NewChallenges challenges;

    public BeginPasskeyRegistration(
            Transactions transactions,
            Users users,
            Passkeys passkeys,
            RelyingParty relyingParty,
            PasskeyChallenges challenges,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.transactions = transactions;
        this.users = users;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
        this.challenges = new NewChallenges(challenges, clock, ids, secrets);
    }

    public Offer begin(Actor.SignedIn actor) {
        return transactions.call(actor, () -> {
            User user = users.find(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
            return new Offer(
                    challenges.next(Purpose.REGISTRATION, user.id()),
                    relyingParty.id(),
                    user,
                    passkeys.list(user.id(), relyingParty.id()));
        });
    }
}
