package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Random bytes for an authenticator to sign, so that a signature is valid once, for one purpose of one account.
 *
 * @param value base64url without padding, of at least 32 random bytes
 * @param user the user who requested it; null for a sign-in, which has yet to determine the user
 */
public record PasskeyChallenge(
        ChallengeId id,
        String value,
        Purpose purpose,
        @Nullable UserId user,
        Instant expiresAt) {
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** The purpose of the answer to a challenge. */
    public enum Purpose {
        REGISTRATION,
        SIGN_IN,
        SECOND_FACTOR,
        REAUTHENTICATION;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The purpose as the database spells it. */
        public String text() {
            return text;
        }

        /** The purpose with this {@link #text()}. */
        public static Purpose of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    @Override
    public String toString() {
        return "PasskeyChallenge[id=" + id + ", purpose=" + purpose + ", user=" + user + "]";
    }
}
