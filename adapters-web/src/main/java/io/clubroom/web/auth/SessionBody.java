package io.clubroom.web.auth;

import io.clubroom.web.user.UserBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a client gets when its user has signed in.
 *
 * @param token the access token
 * @param message what happened, for people
 * @param expiresIn the seconds for which the access token is good
 */
@Schema(name = "Session")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record SessionBody(
        UserBody user, String token, String message, String refreshToken, long expiresIn, String tokenType) {
    @Override
    public String toString() {
        return "SessionBody[user=" + user.id() + "]";
    }
}
