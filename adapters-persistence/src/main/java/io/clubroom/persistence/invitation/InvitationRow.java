package io.clubroom.persistence.invitation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code invitations}, without its token. */
@MappedEntity("invitations")
record InvitationRow(
        @Id UUID id,
        String email,
        String role,
        String[] roomIds,
        @Nullable UUID invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant withdrawnAt) {}
