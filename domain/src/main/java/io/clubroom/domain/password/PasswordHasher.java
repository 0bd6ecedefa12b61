package io.clubroom.domain.password;

import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords, deliberately slowly. A fixed number of hashes is computed at a time; {@code hash} and {@code verify} wait in a
 * bounded queue, and throw {@link io.clubroom.domain.Unavailable} immediately if it is full.
 */
public interface PasswordHasher {
    /**
     * Checks that there is room in the queue, so that a caller can fail early. {@code hash} and {@code verify} may still refuse.
     *
     * @throws io.clubroom.domain.Unavailable if the queue is full
     */
    void requireCapacity();

    /** Hashes a password with a new salt. The password must not be {@link Password#isTooLong() too long}. */
    PasswordHash hash(Password password);

    /** Whether the hash was made from this password. Without a hash, returns false after the same time. */
    boolean verify(Password password, @Nullable PasswordHash hash);

    /** Whether the hash was made with other parameters than {@link #hash} uses. */
    boolean isOutdated(PasswordHash hash);
}
