package io.clubroom.web.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.invitation.Invitation;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation to register.
 *
 * @param invitedBy The id of the inviting user; null if that user was deleted.
 */
@Schema(name = "Invitation", examples = InvitationBody.EXAMPLE)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record InvitationBody(
        UUID id,
        String email,
        @Schema(ref = "Role") String role,
        List<String> roomIds,

        @Nullable UUID invitedBy,

        Instant createdAt,
        Instant expiresAt,

        @Schema(ref = "InvitationStatus") String status) {
    static final String EXAMPLE = """
        {
          "id": "0d8f8c2e-2c55-4a0b-8a35-5d0b6f3f7c55",
          "email": "maria@example.com",
          "role": "client",
          "room_ids": ["general"],
          "invited_by": "c865f315-c339-4089-951f-d42b74175dcd",
          "created_at": "2026-11-22T18:54:36.964499Z",
          "expires_at": "2026-11-29T18:54:36.964499Z",
          "status": "pending"
        }\
        """;

    static InvitationBody of(Invitation invitation, Instant now) {
        return new InvitationBody(
                invitation.id().value(),
                invitation.email().value(),
                invitation.role().text(),
                invitation.rooms().stream().map(RoomId::value).toList(),
                invitation.invitedBy() == null ? null : invitation.invitedBy().value(),
                invitation.createdAt(),
                invitation.expiresAt(),
                invitation.statusAt(now).text());
    }
}
