package io.clubroom.domain.user;

/** Ensures that there is always at least one active administrator, and serializes changes that end tokens. */
public interface Admins {
    /**
     * Acquires a lock, shared by all nodes, until the current transaction ends. Required before the number of active administrators may go
     * down: first this lock, then the user's, then {@link #count}. Also required before an actor's change that ends tokens: first this
     * lock, then the actor's, then the user's.
     */
    void lock();

    /** Returns the number of active administrators. */
    long count();
}
