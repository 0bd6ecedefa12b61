package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import java.util.UUID;

/** The id of a {@link PasskeyChallenge}, which clients send back with the answer. */
public record ChallengeId(UUID value) {
    private static final ChallengeId UNKNOWN = new ChallengeId(new UUID(0, 0));

    /** Parses an id from a client. A malformed one becomes the nil UUID (RFC 9562 §5.9), which no challenge has. */
    public static ChallengeId of(String text) {
        try {
            return new ChallengeId(UserId.of(text).value());
        } catch (InvalidValue malformed) {
            return UNKNOWN;
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
