package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Stores the hashes of users' unused recovery codes. They are removed together with the user. All changes require the user's lock. */
public interface RecoveryCodes {
    /**
     * The hashes of codes that were generated together.
     *
     * @param hashes at least one
     */
    record Hashed(RecoverySalt salt, Set<SecretHash> hashes, Instant createdAt) {
        public Hashed {
            hashes = Set.copyOf(hashes);
        }
    }

    /** Returns the user's codes; empty if none are left. */
    Optional<Hashed> find(UserId user);

    /** Replaces all earlier codes. Does nothing if the user does not exist. */
    void replace(UserId user, Hashed codes);

    /** Removes a code. Returns false if the user has no such code: of concurrent callers, only one removes it. */
    boolean use(UserId user, SecretHash code);

    /** Returns the number of codes that the user has left. */
    int left(UserId user);

    /** Removes all of the user's codes. */
    void remove(UserId user);
}
