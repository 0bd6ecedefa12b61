package io.clubroom.bootstrap.architecture.planted.application;

/** Answers with less than its outcomes. */
public final class AnswersWithABoolean {
    public boolean answer() {
        return true;
    }
}
