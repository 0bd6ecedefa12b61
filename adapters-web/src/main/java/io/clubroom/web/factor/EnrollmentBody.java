package io.clubroom.web.factor;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.clubroom.application.enrollment.FinishEnrollment.Enrolled;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.web.auth.SessionBody;
import io.clubroom.web.auth.SessionResponses;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response when an authenticator app is confirmed.
 *
 * @param recoveryCodes Each replaces a code of the authenticator app or a passkey once. They are not shown again.
 * @param session The members of a login response, if the access token was good for adding a second factor only.
 */
@Schema(name = "Enrollment", examples = """
    {"recovery_codes": ["k3m7q-2fdxa", "yw4ne-6zlpb"]}\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record EnrollmentBody(
        List<String> recoveryCodes, @JsonUnwrapped @Nullable SessionBody session) {
    static EnrollmentBody of(Enrolled enrolled) {
        return new EnrollmentBody(
                enrolled.recoveryCodes().stream().map(RecoveryCode::text).toList(),
                enrolled.session() == null
                        ? null
                        : SessionResponses.body(enrolled.session(), "Authenticator app added"));
    }

    @Override
    public String toString() {
        return "EnrollmentBody[hidden]";
    }
}
