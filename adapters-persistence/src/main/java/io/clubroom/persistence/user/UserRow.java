package io.clubroom.persistence.user;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code users}. */
@MappedEntity("users")
record UserRow(
        @Id UUID id,
        String username,
        String email,
        boolean emailVerified,
        @Nullable String passwordHash,
        String fullName,
        @Nullable String phoneNumber,
        String role,
        boolean active,
        Instant createdAt,
        Instant updatedAt,
        long version,
        int tokenVersion) {
    static final String COLUMNS =
            "id, username, email, email_verified, password_hash, full_name, phone_number, role, active,"
                    + " created_at, updated_at, version, token_version";
}
