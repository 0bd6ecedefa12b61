package io.clubroom.bootstrap.architecture.planted.testkit;

import io.clubroom.bootstrap.architecture.planted.application.AnswersWithABoolean;

/** Violations in a testkit. */
public final class TestkitBreaches {
    private TestkitBreaches() {}

    public interface SeesTheApplication {
        AnswersWithABoolean useCase();
    }
}
