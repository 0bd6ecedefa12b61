package io.clubroom.domain.session;

import io.clubroom.domain.user.UserId;
import java.util.UUID;

/** Identifies a session: the claim {@code sid} of its access tokens. */
public record SessionId(UUID value) {
    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static SessionId of(String text) {
        return new SessionId(UserId.of(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
