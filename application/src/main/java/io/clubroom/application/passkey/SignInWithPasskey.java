package io.clubroom.application.passkey;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Signs a user in with a passkey, which counts as both factors. */
public final class SignInWithPasskey {
    public sealed interface Result {
        record SignedIn(OpenedSession session) implements Result {}

        /** The challenge is unknown, was already answered, has expired, or is for another purpose. */
        record ChallengeInvalid() implements Result {}

        /** The credential does not prove that it is a passkey of a user. The challenge is consumed. */
        record CredentialInvalid() implements Result {}

        /** The credential is right, but the user is inactive. */
        record Inactive() implements Result {}

        /** The credential is right, but the user must verify the address first. */
        record EmailUnverified(Email email) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final PasskeyCheck check;
    private final OpenSession openSession;
    private final RegistrationPolicy policy;

    public SignInWithPasskey(
            Transactions transactions,
            Users users,
            Passkeys passkeys,
            PasskeyChallenges challenges,
            PasskeyCeremonies ceremonies,
            RelyingParty relyingParty,
            OpenSession openSession,
            RegistrationPolicy policy,
            InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.check = new PasskeyCheck(passkeys, challenges, ceremonies, relyingParty, clock);
        this.openSession = openSession;
        this.policy = policy;
    }

    /** @param device the device that gets the tokens */
    public Result signIn(PasskeyAnswer answer, Device device) {
        return transactions.call(() -> {
            Optional<PasskeyChallenge> challenge = check.take(answer, Purpose.SIGN_IN, null);
            return challenge.isPresent() ? signIn(answer, challenge.get(), device) : new Result.ChallengeInvalid();
        });
    }

    private Result signIn(PasskeyAnswer answer, PasskeyChallenge challenge, Device device) {
        // The user is not identified yet, so the authenticator must return a user handle (WebAuthn Level 3 §7.2, step
        // 6).
        Optional<User> user = answer.credential().userHandle() == null
                ? Optional.empty()
                : check.find(answer.credential()).flatMap(passkey -> users.lock(passkey.user()));
        Optional<Passkey> passkey = user.flatMap(owner -> check.use(owner.id(), answer.credential(), challenge));
        if (user.isEmpty() || passkey.isEmpty()) {
            return new Result.CredentialInvalid();
        }
        if (!user.get().active()) {
            return new Result.Inactive();
        }
        if (policy.mustVerifyFirst(user.get())) {
            return new Result.EmailUnverified(user.get().email());
        }
        return new Result.SignedIn(openSession.open(
                user.get(), SignInMethod.PASSKEY, Set.of(passkey.get().method()), device));
    }
}
