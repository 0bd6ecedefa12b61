package io.clubroom.web.auth;

import io.clubroom.web.user.UserBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The response to a successful sign-in.
 *
 * @param token the access token
 * @param message a sentence for people
 * @param expiresIn the lifetime of the access token, in seconds
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
