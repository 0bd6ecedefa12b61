package io.clubroom.web.health;

import java.util.Locale;

/** Checks something that the server needs. */
public interface HealthCheck {
    /** The name among the {@code checks} of the response. */
    String name();

    /** What it can be used for. Returns within two seconds and does not throw. */
    State state();

    /** The states of a check. The server is ready only if all of them are up. */
    enum State {
        UP,
        /** It can be read, but stores no changes. */
        READ_ONLY,
        DOWN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
