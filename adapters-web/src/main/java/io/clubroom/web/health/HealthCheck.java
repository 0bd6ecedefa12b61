package io.clubroom.web.health;

import java.util.Locale;

/** Checks a resource that the server uses. */
public interface HealthCheck {
    /** The name among the {@code checks} of the response. */
    String name();

    /** Returns the state. Returns within two seconds and does not throw. */
    State state();

    /** Whether the server is ready only while this check is up. */
    default boolean isRequired() {
        return true;
    }

    /** The states of a check. */
    enum State {
        UP,
        /** It can be read, but stores no changes. */
        READ_ONLY,
        DOWN,
        /** It is not configured. */
        OFF;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
