package io.clubroom.persistence.user;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code users}; all statements that read or write whole rows follow its components. */
@MappedEntity("users")
record UserRow(
        @Id UUID id,
        String username,
        String email,
        boolean emailVerified,
        boolean mustVerifyEmail,
        @Nullable String passwordHash,
        String fullName,
        @Nullable String phoneNumber,
        String role,
        boolean active,
        boolean announcements,
        boolean readReceipts,
        String emailNotices,
        @Nullable UUID avatarId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        int tokenVersion) {}
