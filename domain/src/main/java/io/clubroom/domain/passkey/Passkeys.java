package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores passkeys. Those of a user are removed together with the user. Changes of a user's passkeys are made while the caller holds the
 * {@linkplain io.clubroom.domain.user.Users#lock user's lock}.
 */
public interface Passkeys {
    /**
     * Stores a new passkey.
     *
     * @return false if a passkey with its credential id exists, of whatever user and relying party; nothing is stored
     */
    boolean add(Passkey passkey);

    Optional<Passkey> find(CredentialId credential);

    /** The user's passkeys of the relying party, the oldest first. */
    List<Passkey> list(UserId user, String rpId);

    /** Stores the name, or what the use changed. Does nothing if the passkey was removed. */
    void update(Passkey passkey);

    void remove(PasskeyId id);

    /** Removes the user's passkeys that were created at this time or later, whatever their relying party. */
    void removeSince(UserId user, Instant since);

    /** The relying parties of all passkeys. */
    Set<String> rpIds();

    /** How many passkeys there are of other relying parties than this one. */
    long countOfOthers(String rpId);
}
