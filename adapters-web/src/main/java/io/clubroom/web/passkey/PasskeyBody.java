package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.passkey.Passkey;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey.
 *
 * @param name The name that the user gave it.
 * @param lastUsedAt When it was last used; null if never.
 * @param backedUp Whether its private key is backed up to other devices.
 */
@Schema(name = "Passkey", examples = PasskeyBody.EXAMPLE)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PasskeyBody(
        UUID id,
        @Schema(ref = "PasskeyName") String name,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        boolean backedUp) {
    static final String EXAMPLE = """
        {
          "id": "2b7c1a54-6a0f-4f8e-9a3f-1d2f6f4f0a77",
          "name": "Maria's phone",
          "created_at": "2026-11-29T18:54:36.964499Z",
          "last_used_at": "2026-11-29T19:12:00.118232Z",
          "backed_up": true
        }\
        """;

    public static PasskeyBody of(Passkey passkey) {
        return new PasskeyBody(
                passkey.id().value(),
                passkey.name().value(),
                passkey.createdAt(),
                passkey.lastUsedAt(),
                passkey.backedUp());
    }
}
