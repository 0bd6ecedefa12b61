package io.clubroom.web.health;

/** Finds out whether something that the server needs is there. */
public interface HealthCheck {
    /** What is checked, as it stands among the checks of the answer. */
    String name();

    /** Whether it is there; answers within two seconds, and throws nothing. */
    boolean isUp();
}
