package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomRole;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code chat_members} with the public fields of the user. */
@Introspected
record MemberRow(
        UUID id, String username, String fullName, @Nullable UUID avatarId, String role, Instant joinedAt) {
    Member toMember() {
        return new Member(
                new ParticipantRow(id, username, fullName, avatarId).toParticipant(), RoomRole.of(role), joinedAt);
    }
}
