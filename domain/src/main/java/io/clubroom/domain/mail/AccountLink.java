package io.clubroom.domain.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link in a mail that acts on an account. The holder of its token, or of its code, can read the mails to the address.
 *
 * @param token hash of the token in the link
 * @param code keyed hash of the code in the same mail; null if there is none or it is no longer valid
 * @param wrongCodes the number of wrong codes that were tried
 * @param email the address that the mail was sent to
 */
public record AccountLink(
        SecretHash token,
        Purpose purpose,
        UserId user,
        Email email,
        @Nullable SecretHash code,
        int wrongCodes,
        Instant createdAt,
        Instant expiresAt) {
    /** After this many wrong codes, the code is no longer valid. */
    public static final int MAX_WRONG_CODES = 5;

    /** What the link does. */
    public enum Purpose {
        /** Verifies the address of the account. */
        VERIFICATION(Duration.ofHours(24)),
        /** Sets a new password. */
        RESET(Duration.ofMinutes(30)),
        /** Reverts a change of the account's address. */
        RESTORE(Duration.ofDays(7));

        private final Duration lifetime;

        Purpose(Duration lifetime) {
            this.lifetime = lifetime;
        }

        public Duration lifetime() {
            return lifetime;
        }
    }

    public boolean isValidAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
