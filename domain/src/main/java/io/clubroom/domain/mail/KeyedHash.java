package io.clubroom.domain.mail;

import io.clubroom.domain.auth.SecretHash;

/**
 * HMAC-SHA-256 (RFC 2104) with a key that only the nodes have, for secrets with too few bits for {@link SecretHash#of}, such as six-digit
 * codes.
 */
public interface KeyedHash {
    /** @param purpose separates the hashes of different uses */
    SecretHash of(String purpose, String text);
}
