package io.clubroom.domain.identity;

import org.jspecify.annotations.Nullable;

/** Thrown if a provider timed out or answered improperly. The message does not quote the answer. */
public final class ProviderFailure extends RuntimeException {
    public ProviderFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
