package io.clubroom.web.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session of a user.
 *
 * @param id The claim `sid` of its access tokens.
 * @param current Whether the access token of this request belongs to this session.
 * @param lastUsedAt When it was last used, to the minute.
 * @param method How the user signed in.
 * @param address The IP address of the last sign-in or refresh.
 * @param userAgent The `User-Agent` of the last sign-in or refresh.
 * @param expiresAt When it ends unless it is refreshed.
 */
@Schema(name = "UserSession", examples = UserSessionBody.EXAMPLE)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record UserSessionBody(
        UUID id,
        boolean current,
        Instant createdAt,
        Instant lastUsedAt,
        @Schema(ref = "SignInMethod") String method,

        @Nullable String address,

        @Nullable String userAgent,

        Instant expiresAt) {
    static final String EXAMPLE = """
        {
          "id": "5f0c9d4e-6a7b-4c1d-9e2f-3a4b5c6d7e8f",
          "current": true,
          "created_at": "2026-11-22T18:54:36.964499Z",
          "last_used_at": "2026-11-22T19:12:00Z",
          "method": "password",
          "address": "203.0.113.7",
          "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
          "expires_at": "2026-12-22T18:54:36.964499Z"
        }\
        """;

    static UserSessionBody of(Session session, @Nullable SessionId current) {
        return new UserSessionBody(
                session.id().value(),
                session.id().equals(current),
                session.createdAt(),
                session.lastUsedAt(),
                session.method().text(),
                session.device().address(),
                session.device().userAgent(),
                session.expiresAt());
    }
}
