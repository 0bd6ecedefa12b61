package io.clubroom.domain.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a link in a mail stands for. Whoever has its token, or its code, has read the mails of the address.
 *
 * @param token hash of the token in the link
 * @param code keyed hash of the code in the same mail; null if there is none, or it is no longer valid
 * @param wrongCodes how many wrong codes were tried
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

    /** What the link is good for. */
    public enum Purpose {
        /** Verifies the address of the account. */
        VERIFICATION(Duration.ofHours(24)),
        /** Sets a new password. */
        RESET(Duration.ofMinutes(30)),
        /** Takes back the change of the account's address. */
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
