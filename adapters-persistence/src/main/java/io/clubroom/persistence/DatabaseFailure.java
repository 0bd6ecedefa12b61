package io.clubroom.persistence;

import org.jspecify.annotations.Nullable;

/** The database cannot be used, for a reason that its operator can do something about; the message is one sentence for them. */
public final class DatabaseFailure extends RuntimeException {
    public DatabaseFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
