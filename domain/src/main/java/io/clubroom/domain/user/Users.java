package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * All users. Usernames and e-mail addresses are unique without regard to case, under any concurrency.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} when the store cannot be reached.
 */
public interface Users {
    /** Stores a new user, or throws {@link DuplicateUser} and stores nothing. */
    void add(User user);

    Optional<User> find(UserId id);

    /**
     * As {@link #find}, without a thread that waits: what is asked for at one time may be read together. Outside of any transaction; what
     * was committed before the call is seen.
     */
    CompletionStage<Optional<User>> findAsync(UserId id);

    /** The user with this address, in whatever case it is written. */
    Optional<User> findByEmail(Email email);

    /** Which of these names somebody else than this user has, if one is; others may take one the next moment. */
    Optional<TakenNames> taken(UserId id, Username username, Email email);

    /** As {@link #find}; until the end of the current transaction nobody else can change or remove this user. */
    Optional<User> lock(UserId id);

    /** Stores a user that {@link #lock} gave, changed; throws {@link DuplicateUser} and stores nothing if a new name is taken. */
    void update(User user);

    /**
     * Removes the user together with their refresh tokens, sign-in codes and linked external accounts. Their messages stay,
     * without an author. Does nothing if there is no such user.
     */
    void remove(UserId id);

    /** Replaces the hash if it is still the old one; no version changes, for it is the same password. */
    void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed);
}
