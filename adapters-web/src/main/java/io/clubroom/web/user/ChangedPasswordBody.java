package io.clubroom.web.user;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.user.User;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The response to users who have set a new password.
 *
 * @param user The members of the user.
 * @param token The new access token of the session.
 * @param refreshToken The new refresh token of the session.
 */
@Schema(name = "UserWithTokens")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record ChangedPasswordBody(@JsonUnwrapped UserBody user, String token, String refreshToken) {
    static ChangedPasswordBody of(User user, OpenedSession session) {
        return new ChangedPasswordBody(UserBody.of(user), session.accessToken().value(), session.refreshToken());
    }

    @Override
    public String toString() {
        return "ChangedPasswordBody[user=" + user.id() + "]";
    }
}
