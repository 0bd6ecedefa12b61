package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Stores users. Usernames and e-mail addresses are unique, ignoring case, also under concurrency. An address that a user can still restore
 * by a {@linkplain io.clubroom.domain.mail.AccountLink.Purpose#RESTORE restore link} counts as the user's, too.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Users {
    /**
     * Stores a new user.
     *
     * @throws DuplicateUser if another user has the username or the address; nothing is stored
     */
    void add(User user);

    Optional<User> find(UserId id);

    /**
     * Like {@link #find}, without blocking a thread: concurrent calls may be read in one batch. Runs outside any transaction and sees
     * everything committed before the call.
     */
    CompletionStage<Optional<User>> findAsync(UserId id);

    /** Finds the user with this address, ignoring case. */
    Optional<User> findByEmail(Email email);

    /** Returns which of the names other users have; empty if both are free at the moment. */
    Optional<TakenNames> taken(UserId id, Username username, Email email);

    /** Returns whether a user has the address at the moment, or can restore it. */
    default boolean isTaken(Email email) {
        return taken(new UserId(new UUID(0, 0)), new Username(""), email)
                .filter(TakenNames::email)
                .isPresent();
    }

    /** Like {@link #find}, and locks the user against changes and removal until the current transaction ends. */
    Optional<User> lock(UserId id);

    /**
     * Like {@link #lock}, and also waits for transactions that this user is the actor of ({@link
     * io.clubroom.domain.Transactions#call(io.clubroom.domain.auth.Actor, java.util.function.Supplier)}), and makes later ones wait.
     * Required before a change that ends the user's tokens. A caller with an actor takes the {@link Admins#lock} before the actor is
     * locked, so that two users who end each other's tokens do not deadlock.
     */
    Optional<User> lockExclusively(UserId id);

    /**
     * Stores the changes of a user whose {@link #lock} the caller holds.
     *
     * @throws DuplicateUser if another user has the new username or address; nothing is stored
     */
    void update(User user);

    /**
     * Removes the user together with their refresh tokens, sign-in codes and linked external accounts. Their messages stay,
     * without an author. Does nothing if there is no such user.
     */
    void remove(UserId id);

    /** Records that the user was welcomed. Returns whether this is the first time; of concurrent callers, only one gets true. */
    boolean welcome(UserId id);

    /** Replaces the hash if it is still the old one. The versions stay, because the password is the same. */
    void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed);
}
