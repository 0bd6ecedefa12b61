package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores passkeys. Those of a user are removed together with the user. All changes require the {@linkplain
 * io.clubroom.domain.user.Users#lock user's lock}.
 */
public interface Passkeys {
    /**
     * Stores a new passkey.
     *
     * @return false if a passkey with this credential id exists, of any user and relying party; nothing is stored
     */
    boolean add(Passkey passkey);

    Optional<Passkey> find(CredentialId credential);

    /** Returns the user's passkeys of the relying party, oldest first. */
    List<Passkey> list(UserId user, String rpId);

    /** Stores changes of the name, or those made by a use. Does nothing if the passkey was removed. */
    void update(Passkey passkey);

    void remove(PasskeyId id);

    /** Removes the user's passkeys of all relying parties that were created at this time or later. */
    void removeSince(UserId user, Instant since);

    /** Returns the relying parties of all passkeys. */
    Set<String> rpIds();

    /** Returns the number of passkeys of other relying parties. */
    long countOfOthers(String rpId);
}
