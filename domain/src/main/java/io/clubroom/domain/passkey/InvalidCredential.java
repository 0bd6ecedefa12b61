package io.clubroom.domain.passkey;

/** A response of an authenticator does not prove what it should. The message says why, for the log. */
public final class InvalidCredential extends RuntimeException {
    public InvalidCredential(String reason) {
        super(reason, null, false, false);
    }
}
