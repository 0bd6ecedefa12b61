package io.clubroom.persistence;

import org.jspecify.annotations.Nullable;

/** The database cannot be used, for a reason that the operator can fix. The message is one sentence for the operator. */
public final class DatabaseFailure extends RuntimeException {
    public DatabaseFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
