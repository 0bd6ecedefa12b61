package io.clubroom.bootstrap.architecture.planted.application;

/** Answers with what anybody can add to. */
public final class AnswersWithAnOpenInterface {
    public interface Result {}

    public Result answer() {
        return new Result() {};
    }
}
