package io.clubroom.web.factor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.enrollment.FinishEnrollment.Enrolled;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.web.user.UserBody;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to the confirmation of an authenticator app. If the access token was valid only for adding a second factor, it also has the
 * members of a login response.
 *
 * @param recoveryCodes Each can be used once instead of a code of the authenticator app or a passkey. They are not shown again.
 * @param token The access token.
 * @param message A human-readable message.
 * @param refreshToken The token for {@code POST /api/auth/refresh}.
 * @param expiresIn The lifetime of the access token in seconds.
 * @param tokenType {@code Bearer}.
 */
@Schema(name = "Enrollment", examples = """
    {"recovery_codes": ["k3m7q-2fdxa", "yw4ne-6zlpb"]}\
    """)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
record EnrollmentBody(
        List<String> recoveryCodes,
        @Nullable UserBody user,
        @Nullable String token,
        @Nullable String message,
        @Nullable String refreshToken,
        @Nullable Long expiresIn,
        @Nullable String tokenType) {
    static EnrollmentBody of(Enrolled enrolled) {
        List<String> codes =
                enrolled.recoveryCodes().stream().map(RecoveryCode::text).toList();
        OpenedSession session = enrolled.session();
        return session == null
                ? new EnrollmentBody(codes, null, null, null, null, null, null)
                : new EnrollmentBody(
                        codes,
                        UserBody.of(session.user()),
                        session.accessToken().value(),
                        "Authenticator app added",
                        session.refreshToken(),
                        session.accessToken().expiresIn().toSeconds(),
                        "Bearer");
    }

    @Override
    public String toString() {
        return "EnrollmentBody[hidden]";
    }
}
