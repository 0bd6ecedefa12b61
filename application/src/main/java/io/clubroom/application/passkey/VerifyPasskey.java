package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.Optional;

/** Verifies that a known user has one of their passkeys, as the second factor or to reauthenticate. */
public final class VerifyPasskey {
    public sealed interface Result {
        /** @param method the authentication method of a session opened with the passkey */
        record Right(AuthenticationMethod method) implements Result {}

        /** The challenge is unknown, was already answered, has expired, or is for another purpose or account. */
        record ChallengeInvalid() implements Result {}

        /** The credential does not prove that it is a passkey of the user. The challenge is consumed. */
        record CredentialInvalid() implements Result {}
    }

    private final PasskeyCheck check;

    public VerifyPasskey(
            Passkeys passkeys,
            PasskeyChallenges challenges,
            PasskeyCeremonies ceremonies,
            RelyingParty relyingParty,
            InstantSource clock) {
        this.check = new PasskeyCheck(passkeys, challenges, ceremonies, relyingParty, clock);
    }

    /**
     * Must be called in a transaction that holds the user's lock, and that commits even if the answer is wrong.
     *
     * @param purpose {@link Purpose#SECOND_FACTOR} or {@link Purpose#REAUTHENTICATION}
     */
    public Result verify(User user, Purpose purpose, PasskeyAnswer answer) {
        Optional<PasskeyChallenge> challenge = check.take(answer, purpose, user.id());
        if (challenge.isEmpty()) {
            return new Result.ChallengeInvalid();
        }
        return check.use(user.id(), answer.credential(), challenge.get())
                .map(Passkey::method)
                .<Result>map(Result.Right::new)
                .orElseGet(Result.CredentialInvalid::new);
    }
}
