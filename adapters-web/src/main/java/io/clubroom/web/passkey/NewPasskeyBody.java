package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.passkey.RegisterPasskey;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.web.user.UserBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A newly added passkey. If the access token was valid only for adding a second factor, the response also has the members of a login
 * response, with unrestricted tokens.
 *
 * @param name The name that the user gave it.
 * @param backedUp Whether its private key is backed up to other devices.
 * @param recoveryCodes The recovery codes, with the account's first second factor only. Each can be used once instead of a passkey or a
 * code of an authenticator app. They are not shown again.
 * @param token The access token.
 * @param message A human-readable message.
 * @param refreshToken The token for {@code POST /api/auth/refresh}.
 * @param expiresIn The lifetime of the access token in seconds.
 */
@Schema(name = "NewPasskeyAnswer", examples = """
    {
      "id": "2b7c1a54-6a0f-4f8e-9a3f-1d2f6f4f0a77",
      "name": "Maria's phone",
      "created_at": "2026-11-29T18:54:36.964499Z",
      "backed_up": true,
      "recovery_codes": ["k3m7q-2fdxa", "yw4ne-6zlpb"]
    }\
    """)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record NewPasskeyBody(
        UUID id,
        @Schema(ref = "PasskeyName") String name,
        Instant createdAt,
        boolean backedUp,
        @Nullable List<String> recoveryCodes,
        @Nullable UserBody user,
        @Nullable String token,
        @Nullable String message,
        @Nullable String refreshToken,
        @Nullable Long expiresIn,
        @Nullable String tokenType) {
    static NewPasskeyBody of(RegisterPasskey.Result.Registered registered) {
        Passkey passkey = registered.passkey();
        List<RecoveryCode> codes = registered.enrolled().recoveryCodes();
        OpenedSession session = registered.enrolled().session();
        return new NewPasskeyBody(
                passkey.id().value(),
                passkey.name().value(),
                passkey.createdAt(),
                passkey.backedUp(),
                codes.isEmpty() ? null : codes.stream().map(RecoveryCode::text).toList(),
                session == null ? null : UserBody.of(session.user()),
                session == null ? null : session.accessToken().value(),
                session == null ? null : "Passkey added",
                session == null ? null : session.refreshToken(),
                session == null ? null : session.accessToken().expiresIn().toSeconds(),
                session == null ? null : "Bearer");
    }

    @Override
    public String toString() {
        return "NewPasskeyBody[hidden]";
    }
}
