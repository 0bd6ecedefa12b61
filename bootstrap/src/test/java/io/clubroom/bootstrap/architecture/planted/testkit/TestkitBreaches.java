package io.clubroom.bootstrap.architecture.planted.testkit;

import io.clubroom.bootstrap.architecture.planted.application.AnswersWithABoolean;

/** What a class of a testkit must not do. */
public final class TestkitBreaches {
    private TestkitBreaches() {}

    public interface SeesTheApplication {
        AnswersWithABoolean useCase();
    }
}
