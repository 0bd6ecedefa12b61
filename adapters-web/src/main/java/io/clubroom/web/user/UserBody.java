package io.clubroom.web.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.user.User;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as clients see it.
 *
 * @param active Whether the user can sign in.
 * @param emailVerified Whether the user has proven ownership of the address.
 * @param announcements Whether the user receives announcements by mail.
 * @param readReceipts Whether the user sends and receives read receipts in private and direct rooms.
 * @param avatarUrl The URL of the user's picture; null if there is none. It changes with the picture.
 */
@Schema(name = "User", examples = UserBody.EXAMPLE)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UserBody(
        UUID id,
        String username,
        String email,
        String fullName,

        @Nullable String phoneNumber,

        @Schema(ref = "Role") String role,

        boolean active,
        boolean emailVerified,
        boolean announcements,
        boolean readReceipts,

        @Schema(ref = "EmailNotices") String emailNotices,

        @Nullable String avatarUrl,

        Instant createdAt,
        Instant updatedAt) {
    public static final String EXAMPLE = """
        {
          "id": "c865f315-c339-4089-951f-d42b74175dcd",
          "username": "jsmith",
          "email": "john.smith@example.com",
          "full_name": "John Smith",
          "phone_number": "+1 234 567 890",
          "role": "client",
          "active": true,
          "email_verified": true,
          "announcements": true,
          "read_receipts": true,
          "email_notices": "direct_and_mentions",
          "avatar_url": "/api/users/c865f315-c339-4089-951f-d42b74175dcd/avatar?v=2f1d8a11-3d2c-4b6b-9c3f-0c9b7d2c5cc1",
          "created_at": "2026-11-22T18:54:36.964499Z",
          "updated_at": "2026-11-22T18:54:36.964499Z"
        }\
        """;

    public static UserBody of(User user) {
        return new UserBody(
                user.id().value(),
                user.username().value(),
                user.email().value(),
                user.fullName().value(),
                user.phoneNumber() == null ? null : user.phoneNumber().value(),
                user.role().text(),
                user.active(),
                user.emailVerified(),
                user.announcements(),
                user.readReceipts(),
                user.emailNotices().text(),
                user.avatar() == null ? null : user.avatar().pathOf(user.id()),
                user.createdAt(),
                user.updatedAt());
    }
}
