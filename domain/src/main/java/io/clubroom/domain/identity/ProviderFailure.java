package io.clubroom.domain.identity;

import org.jspecify.annotations.Nullable;

/** A provider did not answer in time, or not as it should; the message quotes nothing of its answer. */
public final class ProviderFailure extends RuntimeException {
    public ProviderFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
