package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;

/**
 * Hashes recovery codes, slowly enough that they cannot be guessed from their hashes. It needs no key, so the codes survive a change of the
 * server's keys.
 */
@FunctionalInterface
public interface RecoveryCodeHasher {
    SecretHash hash(RecoveryCode code, RecoverySalt salt);
}
