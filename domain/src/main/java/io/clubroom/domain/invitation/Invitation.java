package io.clubroom.domain.invitation;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An invitation of an address to register.
 *
 * @param role the role that the account gets
 * @param rooms the rooms that the invitation mentions
 * @param invitedBy null if that user has been removed
 * @param acceptedAt null unless it was accepted
 * @param withdrawnAt null unless it was withdrawn
 */
public record Invitation(
        InvitationId id,
        Email email,
        Role role,
        List<RoomId> rooms,
        @Nullable UserId invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant withdrawnAt) {
    public static final Duration LIFETIME = Duration.ofDays(7);

    /** The status of an invitation. */
    public enum Status {
        PENDING,
        ACCEPTED,
        EXPIRED,
        WITHDRAWN;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The status as the API spells it. */
        public String text() {
            return text;
        }
    }

    public Invitation {
        rooms = List.copyOf(rooms);
    }

    public Status statusAt(Instant now) {
        if (acceptedAt != null) {
            return Status.ACCEPTED;
        }
        if (withdrawnAt != null) {
            return Status.WITHDRAWN;
        }
        return now.isBefore(expiresAt) ? Status.PENDING : Status.EXPIRED;
    }

    /** Returns this invitation, valid for another {@link #LIFETIME} from now on. */
    public Invitation renewed(Instant now) {
        return new Invitation(
                id, email, role, rooms, invitedBy, createdAt, now.plus(LIFETIME), acceptedAt, withdrawnAt);
    }
}
