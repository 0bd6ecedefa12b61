package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;

/**
 * Hashes recovery codes, slowly enough that nobody finds them from their hashes. Needs no key, so that the codes outlive a change of the
 * server's keys.
 */
@FunctionalInterface
public interface RecoveryCodeHasher {
    SecretHash hash(RecoveryCode code, RecoverySalt salt);
}
