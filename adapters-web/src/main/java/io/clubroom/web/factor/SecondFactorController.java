package io.clubroom.web.factor;

import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.factor.AnswerSecondFactor;
import io.clubroom.application.factor.FactorAnswer;
import io.clubroom.application.factor.Reauthenticate;
import io.clubroom.application.factor.Reauthenticate.Proof;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.web.auth.SessionBody;
import io.clubroom.web.auth.SessionResponses;
import io.clubroom.web.auth.SignInMetrics;
import io.clubroom.web.auth.SignInMetrics.Method;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.limit.RequestLimits;
import io.clubroom.web.mail.LinkRequester;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The REST API for completing sign-ins with a second factor, and for reauthentication. */
@Controller("/api/auth")
@Tag(name = "Sign-in")
@ProducesJson
final class SecondFactorController {
    private static final String PASSWORD = "password";

    private final AnswerSecondFactor answerSecondFactor;
    private final Reauthenticate reauthenticate;
    private final SessionResponses sessions;
    private final SignInMetrics metrics;
    private final AuditLog auditLog;
    private final RequestLimits limits;
    private final LinkRequester linkRequester;
    private final ErrorResponses errors;

    SecondFactorController(
            AnswerSecondFactor answerSecondFactor,
            Reauthenticate reauthenticate,
            SessionResponses sessions,
            SignInMetrics metrics,
            AuditLog auditLog,
            RequestLimits limits,
            LinkRequester linkRequester,
            ErrorResponses errors) {
        this.answerSecondFactor = answerSecondFactor;
        this.reauthenticate = reauthenticate;
        this.sessions = sessions;
        this.metrics = metrics;
        this.auditLog = auditLog;
        this.limits = limits;
        this.linkRequester = linkRequester;
        this.errors = errors;
    }

    /**
     * Complete a sign-in with the second factor.
     *
     * <p>With a code of the authenticator app, a recovery code or a passkey. After five wrong answers of an account within 15 minutes,
     * further ones get 429, even correct ones.
     */
    @Post("/second-factor")
    @Secured(SecurityRule.IS_ANONYMOUS)
    @ApiResponse(
            responseCode = "200",
            description = "Signed in.",
            content = @Content(schema = @Schema(implementation = SessionBody.class)))
    @Fails({
        ErrorCode.EMAIL_UNVERIFIED,
        ErrorCode.MFA_TOKEN_INVALID,
        ErrorCode.CODE_INVALID,
        ErrorCode.CREDENTIAL_INVALID,
        ErrorCode.CHALLENGE_INVALID
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> answerSecondFactor(
            HttpRequest<?> request, Device device, @RequestBody(ref = "SecondFactorAnswer") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        String token = fields.required("mfa_token", text -> text);
        FactorAnswer answer = AnswerFields.read(fields);
        fields.throwIfInvalid();
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            failed(ErrorCode.RATE_LIMITED);
            return refused;
        }
        return switch (answerSecondFactor.answer(
                Objects.requireNonNull(token), Objects.requireNonNull(answer), device)) {
            case AnswerSecondFactor.Result.SignedIn(OpenedSession session, SecondFactor factor) -> {
                metrics.succeeded(Method.SECOND_FACTOR);
                logRecoveryCode(request, Actor.ANONYMOUS, session, factor);
                yield sessions.opened(session, "Login successful");
            }
            case AnswerSecondFactor.Result.EmailUnverified(Email email) -> {
                linkRequester.request(request, email, Purpose.VERIFICATION);
                yield errors.of(request, failed(ErrorCode.EMAIL_UNVERIFIED));
            }
            case AnswerSecondFactor.Result.TokenInvalid _ -> errors.of(request, failed(ErrorCode.MFA_TOKEN_INVALID));
            case AnswerSecondFactor.Result.CodeInvalid _ -> errors.of(request, failed(ErrorCode.CODE_INVALID));
            case AnswerSecondFactor.Result.CredentialInvalid _ ->
                errors.of(request, failed(ErrorCode.CREDENTIAL_INVALID));
            case AnswerSecondFactor.Result.ChallengeInvalid _ ->
                errors.of(request, failed(ErrorCode.CHALLENGE_INVALID));
            case AnswerSecondFactor.Result.Blocked(Duration retryAfter) ->
                errors.tryLater(request, failed(ErrorCode.RATE_LIMITED), retryAfter);
        };
    }

    private ErrorCode failed(ErrorCode error) {
        return metrics.failed(Method.SECOND_FACTOR, error);
    }

    /**
     * Prove again who you are.
     *
     * <p>With the password, a code of the authenticator app, a recovery code or a passkey. The response has new tokens of the same session,
     * with which an account with a second factor can make sensitive changes for ten minutes.
     */
    @Post("/reauthenticate")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    @ApiResponse(
            responseCode = "200",
            description = "New tokens.",
            content = @Content(schema = @Schema(implementation = SessionBody.class)))
    @Fails({
        ErrorCode.INVALID_CREDENTIALS,
        ErrorCode.CODE_INVALID,
        ErrorCode.CREDENTIAL_INVALID,
        ErrorCode.CHALLENGE_INVALID
    })
    // May wait for a password hash, so it must not occupy a database thread.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> reauthenticate(
            HttpRequest<?> request,
            Actor actor,
            Device device,
            @RequestBody(ref = "Reauthentication") @Body byte[] body) {
        if (!(actor instanceof Actor.SignedIn me)) {
            throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
        }
        JsonFields fields = JsonFields.parse(body);
        Proof proof = proof(fields);
        fields.throwIfInvalid();
        HttpResponse<?> refused =
                proof instanceof Proof.ByPassword ? limits.passwordChange(request, actor, me.id()) : null;
        if (refused != null) {
            return refused;
        }
        Reauthenticate.Result result = limits.hashRequester(request, actor)
                .call(() -> reauthenticate.reauthenticate(me, Objects.requireNonNull(proof), device));
        return switch (result) {
            case Reauthenticate.Result.Reauthenticated(OpenedSession session, SecondFactor factor) -> {
                logRecoveryCode(request, actor, session, factor);
                yield sessions.opened(session, "Authenticated again");
            }
            case Reauthenticate.Result.PasswordWrong _ ->
                errors.of(request, ErrorCode.INVALID_CREDENTIALS, "The password is wrong");
            case Reauthenticate.Result.CodeInvalid _ -> errors.of(request, ErrorCode.CODE_INVALID);
            case Reauthenticate.Result.CredentialInvalid _ -> errors.of(request, ErrorCode.CREDENTIAL_INVALID);
            case Reauthenticate.Result.ChallengeInvalid _ -> errors.of(request, ErrorCode.CHALLENGE_INVALID);
            case Reauthenticate.Result.Blocked(Duration retryAfter) ->
                errors.tryLater(request, ErrorCode.RATE_LIMITED, retryAfter);
        };
    }

    private static @Nullable Proof proof(JsonFields fields) {
        if (fields.isPresent(PASSWORD)) {
            // Not Password.of, because a stored password may predate the current rules.
            return fields.required(PASSWORD, text -> new Proof.ByPassword(new Password(text)));
        }
        FactorAnswer answer = AnswerFields.read(fields);
        return answer == null ? null : new Proof.ByFactor(answer);
    }

    /** Logs the use of a recovery code, which is valid only once and so changes the user's sign-in methods. */
    private void logRecoveryCode(
            HttpRequest<?> request, Actor actor, OpenedSession session, @Nullable SecondFactor factor) {
        if (factor == SecondFactor.RECOVERY_CODE) {
            auditLog.record(request, "Recovery code used", actor, session.user().id());
        }
    }
}
