package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.util.UUID;

/** The id of a passkey in this server; its authenticator knows a {@link CredentialId}. */
public record PasskeyId(UUID value) {
    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static PasskeyId of(String text) {
        return new PasskeyId(UserId.of(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
