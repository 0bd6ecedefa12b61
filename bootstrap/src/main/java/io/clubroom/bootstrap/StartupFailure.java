package io.clubroom.bootstrap;

import org.jspecify.annotations.Nullable;

/** The server cannot start, for a reason that its operator can do something about; the message is one sentence for them. */
public final class StartupFailure extends RuntimeException {
    public StartupFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
