package io.clubroom.bootstrap.architecture.planted.application;

/** Violation: returns a boolean instead of an outcome. */
public final class AnswersWithABoolean {
    public boolean answer() {
        return true;
    }
}
