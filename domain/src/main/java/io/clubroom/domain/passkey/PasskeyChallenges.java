package io.clubroom.domain.passkey;

import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores the challenges that were not answered yet, shared by all nodes. Those of a user are removed together with the user. */
public interface PasskeyChallenges {
    /** Stores the challenge, unless its user has been removed. */
    void add(PasskeyChallenge challenge);

    /**
     * Removes and returns the challenge, expired or not, if it is for this purpose and this user. Of concurrent callers, only one gets it.
     * The caller must hold the {@linkplain io.clubroom.domain.user.Users#lock lock} of the user, if there is one.
     */
    Optional<PasskeyChallenge> take(ChallengeId id, Purpose purpose, @Nullable UserId user);

    /** Removes the challenges that expired before this time. */
    void removeExpired(Instant before);
}
