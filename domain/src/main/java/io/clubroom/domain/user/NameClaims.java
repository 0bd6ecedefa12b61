package io.clubroom.domain.user;

import io.clubroom.domain.Unavailable;
import java.util.function.Supplier;

/**
 * Runs one registration at a time for each username and each e-mail address, ignoring case. It covers this node only; {@link Users}
 * guarantees that names are unique.
 */
public interface NameClaims {
    /**
     * Waits until no other work holds the username or the address, then runs the work holding both.
     *
     * @throws Unavailable if too many registrations already hold or wait for one of the names
     */
    <R> R hold(Username username, Email email, Supplier<R> work);
}
