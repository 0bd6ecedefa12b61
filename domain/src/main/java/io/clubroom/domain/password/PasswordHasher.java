package io.clubroom.domain.password;

import org.jspecify.annotations.Nullable;

/**
 * Turns passwords into hashes, slowly on purpose. At most a fixed number of hashes is computed at once; {@code hash} and
 * {@code verify} wait for their turn and throw {@link io.clubroom.domain.Unavailable} at once when too many wait already.
 */
public interface PasswordHasher {
    /**
     * Refuses, as {@code hash} and {@code verify} would now, before anything is done for them. Whom it lets through they may refuse all the same.
     *
     * @throws io.clubroom.domain.Unavailable if too many wait
     */
    void requireCapacity();

    /** A new hash of a password that is not {@link Password#isTooLong() too long}. */
    PasswordHash hash(Password password);

    /** Whether the hash was made of this password. Without a hash it is not, which takes as long to find out. */
    boolean verify(Password password, @Nullable PasswordHash hash);

    /** Whether the hash was made with other parameters than new ones are. */
    boolean isOutdated(PasswordHash hash);
}
