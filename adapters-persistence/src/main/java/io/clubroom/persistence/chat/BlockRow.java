package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.UserBlocks.Block;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code chat_blocks} with the public fields of the blocked user. */
@Introspected
record BlockRow(
        UUID id, String username, String fullName, @Nullable UUID avatarId, Instant createdAt) {
    Block toBlock() {
        return new Block(new ParticipantRow(id, username, fullName, avatarId).toParticipant(), createdAt);
    }
}
