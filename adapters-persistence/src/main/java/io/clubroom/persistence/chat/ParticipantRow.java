package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The public fields of a user. */
@Introspected
record ParticipantRow(
        UUID id, String username, String fullName, @Nullable UUID avatarId) {
    Participant toParticipant() {
        return new Participant(
                new UserId(id),
                new Username(username),
                new FullName(fullName),
                avatarId == null ? null : new AvatarId(avatarId));
    }
}
