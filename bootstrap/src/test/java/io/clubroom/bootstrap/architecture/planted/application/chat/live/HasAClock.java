package io.clubroom.bootstrap.architecture.planted.application.chat.live;

import java.time.InstantSource;
import java.util.concurrent.CompletionStage;

/** Violations. */
public interface HasAClock {
    InstantSource clock();

    CompletionStage<String> answer();
}
