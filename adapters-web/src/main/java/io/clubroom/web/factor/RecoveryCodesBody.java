package io.clubroom.web.factor;

import io.clubroom.domain.factor.RecoveryCode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * New recovery codes.
 *
 * @param recoveryCodes Each can be used once instead of a code of the authenticator app or a passkey. They are not shown again.
 */
@Schema(name = "RecoveryCodes", examples = """
    {"recovery_codes": ["k3m7q-2fdxa", "yw4ne-6zlpb"]}\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record RecoveryCodesBody(List<String> recoveryCodes) {
    static RecoveryCodesBody of(List<RecoveryCode> codes) {
        return new RecoveryCodesBody(codes.stream().map(RecoveryCode::text).toList());
    }

    @Override
    public String toString() {
        return "RecoveryCodesBody[hidden]";
    }
}
