package io.clubroom.domain.invitation;

import io.clubroom.domain.user.UserId;
import java.util.UUID;

/** The permanent id of an invitation. */
public record InvitationId(UUID value) {
    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static InvitationId of(String text) {
        return new InvitationId(UserId.of(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
