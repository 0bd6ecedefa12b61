package io.clubroom.web.health;

/** Checks something that the server needs. */
public interface HealthCheck {
    /** The name among the {@code checks} of the response. */
    String name();

    /** Whether it is available. Returns within two seconds and does not throw. */
    boolean isUp();
}
