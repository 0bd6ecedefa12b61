package io.clubroom.bootstrap;

import org.jspecify.annotations.Nullable;

/** The server cannot start, for a reason that the operator can fix. The message is one sentence for the operator. */
public final class StartupFailure extends RuntimeException {
    public StartupFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
