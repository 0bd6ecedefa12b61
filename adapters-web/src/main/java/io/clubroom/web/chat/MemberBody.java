package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member of a room.
 *
 * @param avatarUrl The URL of the user's picture; null if there is none. It changes with the picture.
 * @param role The role in the room, which is independent of the account's role.
 * @param joinedAt When the user became a member; for a public room, when the account was created.
 */
@Schema(name = "Member", examples = """
    {
      "id": "c865f315-c339-4089-951f-d42b74175dcd",
      "username": "jsmith",
      "full_name": "John Smith",
      "avatar_url": "/api/users/c865f315-c339-4089-951f-d42b74175dcd/avatar?v=2f1d8a11-3d2c-4b6b-9c3f-0c9b7d2c5cc1",
      "role": "moderator",
      "joined_at": "2026-11-22T18:54:36.964499Z"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MemberBody(
        UUID id,
        String username,
        String fullName,
        @Nullable String avatarUrl,

        @Schema(allowableValues = {"member", "moderator", "owner"})
        String role,

        Instant joinedAt) {
    static MemberBody of(Member member) {
        Participant person = member.user();
        return new MemberBody(
                person.id().value(),
                person.username().value(),
                person.fullName().value(),
                PersonBody.avatarUrl(person),
                member.role().text(),
                member.joinedAt());
    }
}
