package io.clubroom.domain.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Stores refresh tokens. The tokens of a user are removed together with the user. */
public interface RefreshTokens {
    /** Stores the token, or does nothing if its user no longer exists. */
    void add(RefreshToken token);

    /** Finds the token and locks its family until the current transaction ends. */
    Optional<RefreshToken> lock(SecretHash hash);

    void markUsed(SecretHash hash, Instant at);

    /** Removes all tokens of the family. */
    void removeFamily(UUID family);

    /** Removes the tokens that expired before this time. */
    void removeExpired(Instant before);
}
