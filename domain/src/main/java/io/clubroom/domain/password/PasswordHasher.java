package io.clubroom.domain.password;

import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords, deliberately slowly. A fixed number of hashes is computed at a time; {@code hash} and {@code verify} wait in a
 * bounded queue, and throw {@link io.clubroom.domain.Unavailable} if it is full.
 *
 * <p>The queue is shared fairly: addresses and users ({@link HashRequester}) with waiting hashes take turns, however many each of
 * them has. If the queue is full, a requester with few waiting hashes takes the last place of one with many, whose call then throws
 * {@code Unavailable}.
 */
public interface PasswordHasher {
    /**
     * Checks that {@code hash} and {@code verify} would be admitted to the queue now, so that a caller can fail early. They may still
     * refuse.
     *
     * @throws io.clubroom.domain.Unavailable if they would be refused
     */
    void requireCapacity();

    /** Hashes a password with a new salt. The password must not be {@link Password#isTooLong() too long}. */
    PasswordHash hash(Password password);

    /** Whether the hash was made from this password. Without a hash, returns false after the same time. */
    boolean verify(Password password, @Nullable PasswordHash hash);

    /** Whether the hash was made with other parameters than {@link #hash} uses. */
    boolean isOutdated(PasswordHash hash);
}
