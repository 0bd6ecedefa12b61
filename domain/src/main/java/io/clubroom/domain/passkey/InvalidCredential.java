package io.clubroom.domain.passkey;

/** Thrown if a response of an authenticator fails verification. The message says why, for the log. */
public final class InvalidCredential extends RuntimeException {
    public InvalidCredential(String reason) {
        super(reason, null, false, false);
    }
}
