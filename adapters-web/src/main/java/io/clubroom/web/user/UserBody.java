package io.clubroom.web.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user as clients see them. */
@Schema(name = "User")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UserBody(
        UUID id,
        String username,
        String email,
        String fullName,

        @Nullable String phoneNumber,
        String role,
        boolean active,
        Instant createdAt,
        Instant updatedAt) {}
