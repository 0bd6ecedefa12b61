package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Random bytes that an authenticator signs, so that a signature is good for one purpose of one account, once.
 *
 * @param value base64url without padding, of at least 32 random bytes
 * @param user who has asked for it; null for a sign-in, which is to find out who it is
 */
public record PasskeyChallenge(
        ChallengeId id,
        String value,
        Purpose purpose,
        @Nullable UserId user,
        Instant expiresAt) {
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    /** What the answer to a challenge is good for. */
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
