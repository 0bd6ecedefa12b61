package io.clubroom.domain.user;

/** The active administrators, of whom there must always be one. */
public interface Admins {
    /**
     * Until the end of the current transaction nobody else passes this point, on any node. Whoever may lower the number
     * of active administrators comes through here before looking at it, and before locking a user.
     */
    void lock();

    /** How many active administrators there are. */
    long count();
}
