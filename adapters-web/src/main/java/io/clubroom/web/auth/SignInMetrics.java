package io.clubroom.web.auth;

import io.clubroom.web.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.util.List;
import java.util.Locale;

/** Counts sign-in attempts in {@code clubroom_sign_ins_total}, by method and outcome. */
@Context
public final class SignInMetrics {
    /** The ways to sign in. */
    public enum Method {
        PASSWORD(
                ErrorCode.SECOND_FACTOR_REQUIRED,
                ErrorCode.INVALID_CREDENTIALS,
                ErrorCode.ACCOUNT_INACTIVE,
                ErrorCode.EMAIL_UNVERIFIED,
                ErrorCode.RATE_LIMITED),
        OAUTH(
                ErrorCode.SECOND_FACTOR_REQUIRED,
                ErrorCode.OAUTH_STATE_INVALID,
                ErrorCode.OAUTH_CODE_MISSING,
                ErrorCode.OAUTH_DENIED,
                ErrorCode.OAUTH_EMAIL_UNVERIFIED,
                ErrorCode.OAUTH_CODE_INVALID,
                ErrorCode.OAUTH_PROVIDER_ERROR,
                ErrorCode.REGISTRATION_CLOSED,
                ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED,
                ErrorCode.EMAIL_TAKEN,
                ErrorCode.ACCOUNT_INACTIVE),
        PASSKEY(
                ErrorCode.CREDENTIAL_INVALID,
                ErrorCode.CHALLENGE_INVALID,
                ErrorCode.ACCOUNT_INACTIVE,
                ErrorCode.EMAIL_UNVERIFIED,
                ErrorCode.RATE_LIMITED),

        /** The second step after a password or an external provider. */
        SECOND_FACTOR(
                ErrorCode.CODE_INVALID,
                ErrorCode.CREDENTIAL_INVALID,
                ErrorCode.CHALLENGE_INVALID,
                ErrorCode.MFA_TOKEN_INVALID,
                ErrorCode.EMAIL_UNVERIFIED,
                ErrorCode.RATE_LIMITED);

        private final List<ErrorCode> errors;

        Method(ErrorCode... errors) {
            this.errors = List.of(errors);
        }
    }

    private static final String SUCCESS = "success";

    private final MeterRegistry meters;

    SignInMetrics(MeterRegistry meters) {
        this.meters = meters;
        // Registered with zero, so that the first attempt shows as an increase.
        for (Method method : Method.values()) {
            counter(method, SUCCESS);
            method.errors.forEach(error -> counter(method, error.text()));
        }
    }

    public void succeeded(Method method) {
        counter(method, SUCCESS).increment();
    }

    /** Counts a failed attempt, and returns its error for the response. */
    public ErrorCode failed(Method method, ErrorCode error) {
        counter(method, error.text()).increment();
        return error;
    }

    private Counter counter(Method method, String outcome) {
        return Counter.builder("clubroom.sign.ins")
                .description(
                        "Attempts to sign in, by method and outcome: success, or the error code that the client got")
                .tag("method", method.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(meters);
    }
}
