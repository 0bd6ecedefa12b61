package io.clubroom.web.factor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.application.enrollment.GetFactors.Factors;
import io.clubroom.web.passkey.PasskeyBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * The second factors of a user.
 *
 * @param totp Whether the user has an authenticator app.
 * @param recoveryCodesLeft The number of unused recovery codes.
 * @param passkeys The passkeys, oldest first.
 */
@Schema(name = "Factors", examples = """
    {"totp": true, "recovery_codes_left": 9, "passkeys": []}\
    """)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record FactorsBody(boolean totp, int recoveryCodesLeft, List<PasskeyBody> passkeys) {
    static FactorsBody of(Factors factors) {
        return new FactorsBody(
                factors.totp(),
                factors.recoveryCodesLeft(),
                factors.passkeys().stream().map(PasskeyBody::of).toList());
    }
}
