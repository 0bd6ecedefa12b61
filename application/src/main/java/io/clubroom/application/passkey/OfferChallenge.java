package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates and stores a challenge, and returns it with what else a browser needs to answer it. */
public final class OfferChallenge {
    private final Passkeys passkeys;
    private final PasskeyChallenges challenges;
    private final RelyingParty relyingParty;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Supplier<String> secrets;

    /** @param secrets supplies base64url of at least 256 random bits */
    public OfferChallenge(
            Passkeys passkeys,
            PasskeyChallenges challenges,
            RelyingParty relyingParty,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.relyingParty = relyingParty;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /** @param user null for a sign-in, which has yet to identify the user */
    public PasskeyOffer offer(Purpose purpose, @Nullable UserId user) {
        PasskeyChallenge challenge = new PasskeyChallenge(
                new ChallengeId(ids.get()),
                secrets.get(),
                purpose,
                user,
                clock.instant().plus(PasskeyChallenge.LIFETIME));
        challenges.add(challenge);
        return new PasskeyOffer(
                challenge, relyingParty.id(), user == null ? List.of() : passkeys.list(user, relyingParty.id()));
    }
}
