package io.clubroom.bootstrap.architecture.planted.application;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;

/** Violations, except for the last. */
public interface HasThreads {
    Thread thread();

    Executor executor();

    Lock lock();

    CompletionStage<String> answer();
}
