package io.clubroom.application.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Offers a challenge to a user whose sign-in waits for the second factor. */
public final class BeginPasskeyAnswer {
    public sealed interface Result {
        record Begun(PasskeyOffer offer) implements Result {}

        /** There is no such sign-in, or it is complete, has expired or ended. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final PendingSignIns signIns;
    private final Users users;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;
    private final NewChallenges challenges;
    private final InstantSource clock;

    public BeginPasskeyAnswer(
            Transactions transactions,
            PendingSignIns signIns,
            Users users,
            Passkeys passkeys,
            RelyingParty relyingParty,
            PasskeyChallenges challenges,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.transactions = transactions;
        this.signIns = signIns;
        this.users = users;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
        this.challenges = new NewChallenges(challenges, clock, ids, secrets);
        this.clock = clock;
    }

    /** @param token of the sign-in */
    public Result begin(String token) {
        return transactions.call(() -> {
            Optional<PendingSignIn> signIn = signIns.find(SecretHash.of(token)).filter(this::isLive);
            return signIn.isPresent() ? new Result.Begun(offer(signIn.get().user())) : new Result.TokenInvalid();
        });
    }

    private boolean isLive(PendingSignIn signIn) {
        Optional<User> user = users.find(signIn.user());
        return user.isPresent() && signIn.isLive(user.get(), clock.instant());
    }

    private PasskeyOffer offer(UserId user) {
        return new PasskeyOffer(
                challenges.next(Purpose.SECOND_FACTOR, user),
                relyingParty.id(),
                passkeys.list(user, relyingParty.id()));
    }
}
