package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.clubroom.application.passkey.RegisterPasskey;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.web.auth.SessionBody;
import io.clubroom.web.auth.SessionResponses;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passkey that was just added, and what comes with it.
 *
 * @param passkey The members of the passkey.
 * @param recoveryCodes New recovery codes, if it is the account's first second factor. Shown only this once.
 * @param session The members of a login response, if the access token was good for adding a second factor only.
 */
@Schema(name = "NewPasskeyAnswer")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record NewPasskeyBody(
        @JsonUnwrapped PasskeyBody passkey,
        @Nullable List<String> recoveryCodes,

        @JsonUnwrapped @Nullable SessionBody session) {
    static NewPasskeyBody of(RegisterPasskey.Result.Registered registered) {
        List<RecoveryCode> codes = registered.enrolled().recoveryCodes();
        return new NewPasskeyBody(
                PasskeyBody.of(registered.passkey()),
                codes.isEmpty() ? null : codes.stream().map(RecoveryCode::text).toList(),
                registered.enrolled().session() == null
                        ? null
                        : SessionResponses.body(registered.enrolled().session(), "Passkey added"));
    }

    @Override
    public String toString() {
        return "NewPasskeyBody[passkey=" + passkey.id() + "]";
    }
}
