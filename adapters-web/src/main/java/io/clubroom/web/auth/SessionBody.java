package io.clubroom.web.auth;

import io.clubroom.web.user.UserBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The response to a successful sign-in.
 *
 * @param token The access token.
 * @param message A human-readable message.
 * @param refreshToken The token for {@code POST /api/auth/refresh}.
 * @param expiresIn The lifetime of the access token in seconds.
 * @param enrollmentRequired Whether the user must add a second factor before the access token can be used for anything else.
 */
@Schema(name = "Session", examples = """
    {
      "user":\
    """ + UserBody.EXAMPLE + """
      ,
      "token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjODY1ZjMxNSJ9.c2lnbmF0dXJl",
      "message": "Login successful",
      "refresh_token": "u1pjDq0Y3pNn1kV7c5mB8Q4dWxZfTgHs",
      "expires_in": 86400,
      "token_type": "Bearer"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record SessionBody(
        UserBody user,
        String token,
        String message,
        String refreshToken,
        long expiresIn,

        @Schema(ref = "TokenType") String tokenType,

        @Nullable Boolean enrollmentRequired) {
    @Override
    public String toString() {
        return "SessionBody[user=" + user.id() + "]";
    }
}
