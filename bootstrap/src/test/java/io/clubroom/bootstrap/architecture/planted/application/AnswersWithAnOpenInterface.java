package io.clubroom.bootstrap.architecture.planted.application;

/** Violation: returns an interface that is not sealed. */
public final class AnswersWithAnOpenInterface {
    public interface Result {}

    public Result answer() {
        return new Result() {};
    }
}
