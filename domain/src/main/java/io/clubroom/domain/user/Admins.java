package io.clubroom.domain.user;

/** Guards that there is always at least one active administrator. */
public interface Admins {
    /**
     * Takes a lock, shared by all nodes, until the current transaction ends. Required before the number of active administrators may
     * go down: first this lock, then the user's, then {@link #count}.
     */
    void lock();

    /** The number of active administrators. */
    long count();
}
