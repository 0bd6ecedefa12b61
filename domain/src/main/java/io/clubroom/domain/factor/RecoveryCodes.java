package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The users' recovery codes that were not used, as hashes. They are removed together with the user. Whoever changes something for a user
 * holds the user's lock.
 */
public interface RecoveryCodes {
    /**
     * The hashes of codes that were made together.
     *
     * @param hashes at least one
     */
    record Hashed(RecoverySalt salt, Set<SecretHash> hashes, Instant createdAt) {
        public Hashed {
            hashes = Set.copyOf(hashes);
        }
    }

    /** The user's codes; empty if none are left. */
    Optional<Hashed> find(UserId user);

    /** Stores new codes in the place of all earlier ones. Does nothing if the user does not exist. */
    void replace(UserId user, Hashed codes);

    /** Removes a code. Returns false if the user has no such code: of concurrent callers, only one removes it. */
    boolean use(UserId user, SecretHash code);

    /** How many codes the user has. */
    int left(UserId user);

    /** Removes all of the user's codes. */
    void remove(UserId user);
}
