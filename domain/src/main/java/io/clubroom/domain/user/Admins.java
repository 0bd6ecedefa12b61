package io.clubroom.domain.user;

/** Guards that there is always at least one active administrator, and orders changes that end tokens. */
public interface Admins {
    /**
     * Takes a lock, shared by all nodes, until the current transaction ends. Required before the number of active administrators may
     * go down: first this lock, then the user's, then {@link #count}. Also required before an actor's change that ends tokens: first
     * this lock, then the actor's, then the user's.
     */
    void lock();

    /** The number of active administrators. */
    long count();
}
