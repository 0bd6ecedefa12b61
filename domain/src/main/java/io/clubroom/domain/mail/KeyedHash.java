package io.clubroom.domain.mail;

import io.clubroom.domain.auth.SecretHash;

/**
 * HMAC-SHA-256 (RFC 2104) with a key that only the nodes have, for what has too few bits for {@link SecretHash#of}, such as a code of six
 * digits.
 */
public interface KeyedHash {
    /** @param purpose keeps the hashes of different uses apart */
    SecretHash of(String purpose, String text);
}
