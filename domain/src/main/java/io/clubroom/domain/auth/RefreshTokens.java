package io.clubroom.domain.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The refresh tokens that are or were good. A removed user's are removed with them. */
public interface RefreshTokens {
    /** Stores the token; nothing if its user was removed meanwhile. */
    void add(RefreshToken token);

    /** The token; until the end of the current transaction nobody else can lock or end one of its family. */
    Optional<RefreshToken> lock(SecretHash hash);

    void markUsed(SecretHash hash, Instant at);

    /** Ends all tokens of the family. */
    void removeFamily(UUID family);

    /** Forgets the tokens that expired before this time. */
    void removeExpired(Instant before);
}
