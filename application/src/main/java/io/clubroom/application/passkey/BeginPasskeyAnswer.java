package io.clubroom.application.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;

/** Offers a challenge to a user whose sign-in waits for the second factor. */
public final class BeginPasskeyAnswer {
    public sealed interface Result {
        record Begun(PasskeyOffer offer) implements Result {}

        /** There is no such sign-in, or it was completed, has expired or ended. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final PendingSignIns signIns;
    private final Users users;
    private final OfferChallenge offerChallenge;
    private final InstantSource clock;

    public BeginPasskeyAnswer(
            Transactions transactions,
            PendingSignIns signIns,
            Users users,
            OfferChallenge offerChallenge,
            InstantSource clock) {
        this.transactions = transactions;
        this.signIns = signIns;
        this.users = users;
        this.offerChallenge = offerChallenge;
        this.clock = clock;
    }

    /** @param token the token of the sign-in */
    public Result begin(String token) {
        return transactions.call(() -> signIns.find(SecretHash.of(token))
                .filter(this::isLive)
                .map(signIn -> offerChallenge.offer(Purpose.SECOND_FACTOR, signIn.user()))
                .<Result>map(Result.Begun::new)
                .orElseGet(Result.TokenInvalid::new));
    }

    private boolean isLive(PendingSignIn signIn) {
        Optional<User> user = users.find(signIn.user());
        return user.isPresent() && signIn.isLive(user.get(), clock.instant());
    }
}
