package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.moderation.Sanction;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mute or a ban of a user in a room.
 *
 * @param until When it expires; null if it does not expire.
 * @param setBy The id of the user who imposed it.
 */
@Schema(name = "Sanction", examples = """
    {
      "room_id": "general",
      "user_id": "c865f315-c339-4089-951f-d42b74175dcd",
      "until": "2026-11-23T18:55:02Z",
      "reason": "Insults",
      "set_by": "3f2b1c0a-9d8e-4f7a-8b6c-5d4e3f2a1b0c",
      "created_at": "2026-11-22T18:55:02.110245Z"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SanctionBody(
        String roomId, UUID userId, @Nullable Instant until, String reason, UUID setBy, Instant createdAt) {
    static SanctionBody of(Sanction sanction) {
        return new SanctionBody(
                sanction.room().value(),
                sanction.user().value(),
                sanction.until(),
                sanction.reason().value(),
                sanction.setBy().value(),
                sanction.createdAt());
    }
}
