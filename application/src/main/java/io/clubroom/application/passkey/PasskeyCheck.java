package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.passkey.UserHandle;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies signatures of passkeys, and stores their use. */
final class PasskeyCheck {
    private final Passkeys passkeys;
    private final PasskeyChallenges challenges;
    private final PasskeyCeremonies ceremonies;
    private final RelyingParty relyingParty;
    private final InstantSource clock;

    PasskeyCheck(
            Passkeys passkeys,
            PasskeyChallenges challenges,
            PasskeyCeremonies ceremonies,
            RelyingParty relyingParty,
            InstantSource clock) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.ceremonies = ceremonies;
        this.relyingParty = relyingParty;
        this.clock = clock;
    }

    /** Removes and returns the challenge of the answer; empty if there is none. */
    Optional<PasskeyChallenge> take(PasskeyAnswer answer, Purpose purpose, @Nullable UserId user) {
        return challenges
                .take(answer.challenge(), purpose, user)
                .filter(challenge -> clock.instant().isBefore(challenge.expiresAt()));
    }

    /** Returns the passkey named by the credential, if it is usable for this relying party. */
    Optional<Passkey> find(Assertion credential) {
        return passkeys.find(credential.id()).filter(passkey -> passkey.rpId().equals(relyingParty.id()));
    }

    /**
     * Verifies the signature of a passkey of this user, whose lock the caller must hold.
     *
     * @return the passkey after the use; empty if the credential is not a valid signature of a passkey of the user
     */
    Optional<Passkey> use(UserId user, Assertion credential, PasskeyChallenge challenge) {
        return find(credential)
                .filter(passkey -> passkey.user().equals(user) && namesOwner(credential, user))
                .flatMap(passkey -> use(passkey, credential, challenge));
    }

    /** Whether the user handle, if there is one, is the owner's; not all authenticators return one. */
    private static boolean namesOwner(Assertion credential, UserId owner) {
        return credential.userHandle() == null
                || credential.userHandle().equals(UserHandle.of(owner).value());
    }

    private Optional<Passkey> use(Passkey passkey, Assertion credential, PasskeyChallenge challenge) {
        Instant now = clock.instant();
        try {
            Passkey used = passkey.used(ceremonies.verify(credential, passkey, challenge.value()), now);
            passkeys.update(used);
            return Optional.of(used);
        } catch (InvalidCredential invalid) {
            return Optional.empty();
        }
    }
}
