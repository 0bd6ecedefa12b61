package io.clubroom.web.user;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.user.User;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A user after a change.
 *
 * @param user The members of the user.
 * @param token The new access token of the caller's session, if the caller has set a new password of their own.
 * @param refreshToken The new refresh token of that session.
 */
@Schema(name = "UpdatedUser")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record UpdatedUserBody(
        @JsonUnwrapped UserBody user,

        @Nullable String token,

        @Nullable String refreshToken) {
    static UpdatedUserBody of(User user, @Nullable OpenedSession session) {
        return new UpdatedUserBody(
                UserBody.of(user),
                session == null ? null : session.accessToken().value(),
                session == null ? null : session.refreshToken());
    }

    @Override
    public String toString() {
        return "UpdatedUserBody[user=" + user.id() + "]";
    }
}
