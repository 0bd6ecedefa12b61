package io.clubroom.application.passkey;

import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.user.UserId;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes and stores challenges. */
final class NewChallenges {
    private final PasskeyChallenges challenges;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Supplier<String> secrets;

    /** @param secrets supplies base64url of at least 256 random bits */
    NewChallenges(PasskeyChallenges challenges, InstantSource clock, Supplier<UUID> ids, Supplier<String> secrets) {
        this.challenges = challenges;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    PasskeyChallenge next(Purpose purpose, @Nullable UserId user) {
        PasskeyChallenge challenge = new PasskeyChallenge(
                new ChallengeId(ids.get()),
                secrets.get(),
                purpose,
                user,
                clock.instant().plus(PasskeyChallenge.LIFETIME));
        challenges.add(challenge);
        return challenge;
    }
}
