package io.clubroom.web.auth;

import io.clubroom.application.auth.EndSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.SecondFactorQuestion;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.SignOut;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.web.auth.SignInMetrics.Method;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.DuringEnrollment;
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
import java.util.Objects;

/** Sign-in with a password, token refresh and sign-out. */
@Controller("/api/auth")
@Tag(name = "Sign-in")
@Secured(SecurityRule.IS_ANONYMOUS)
@ProducesJson
final class AuthController {
    private static final String REFRESH_TOKEN = "refresh_token";

    private final SignIn signIn;
    private final RefreshSession refreshSession;
    private final SignOut signOut;
    private final EndSession endSession;
    private final SessionResponses sessions;
    private final SignInMetrics metrics;
    private final AuditLog auditLog;
    private final ErrorResponses errors;
    private final RequestLimits limits;
    private final LinkRequester linkRequester;

    AuthController(
            SignIn signIn,
            RefreshSession refreshSession,
            SignOut signOut,
            EndSession endSession,
            SessionResponses sessions,
            SignInMetrics metrics,
            AuditLog auditLog,
            ErrorResponses errors,
            RequestLimits limits,
            LinkRequester linkRequester) {
        this.signIn = signIn;
        this.refreshSession = refreshSession;
        this.signOut = signOut;
        this.endSession = endSession;
        this.sessions = sessions;
        this.metrics = metrics;
        this.auditLog = auditLog;
        this.errors = errors;
        this.limits = limits;
        this.linkRequester = linkRequester;
    }

    /**
     * Sign in with a password.
     *
     * <p>A wrong password and an unknown address get the same response. If the account has a second factor, the response is 401 with an
     * {@code mfa_token} for {@code POST /api/auth/second-factor}, valid for five minutes.
     */
    @Post("/login")
    @ApiResponse(
            responseCode = "200",
            description = "Signed in.",
            content = @Content(schema = @Schema(implementation = SessionBody.class)))
    @Fails({
        ErrorCode.INVALID_CREDENTIALS,
        ErrorCode.ACCOUNT_INACTIVE,
        ErrorCode.SECOND_FACTOR_REQUIRED,
        ErrorCode.EMAIL_UNVERIFIED
    })
    // Waits for a password hash, so it must not occupy a database thread.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> login(HttpRequest<?> request, Device device, @RequestBody(ref = "Credentials") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        // Not Email.of and Password.of, because stored credentials may predate the current rules.
        Email email = fields.required("email", Email::new);
        Password password = fields.required("password", Password::new);
        fields.throwIfInvalid();
        HttpResponse<?> refused = limits.login(request, Objects.requireNonNull(email));
        if (refused != null) {
            failed(ErrorCode.RATE_LIMITED);
            return refused;
        }
        SignIn.Result result = limits.hashRequester(request, Actor.ANONYMOUS)
                .call(() -> signIn.signIn(email, Objects.requireNonNull(password), device));
        return switch (result) {
            case SignIn.Result.SignedIn(OpenedSession session) -> {
                metrics.succeeded(Method.PASSWORD);
                yield sessions.opened(session, "Login successful");
            }
            case SignIn.Result.SecondFactorRequired(SecondFactorQuestion question) -> {
                failed(ErrorCode.SECOND_FACTOR_REQUIRED);
                yield errors.secondFactorRequired(request, question);
            }
            case SignIn.Result.WrongCredentials _ ->
                errors.of(request, failed(ErrorCode.INVALID_CREDENTIALS), "Invalid email or password");
            case SignIn.Result.Inactive _ ->
                errors.of(request, failed(ErrorCode.ACCOUNT_INACTIVE), "Account is inactive");
            case SignIn.Result.EmailUnverified _ -> {
                linkRequester.request(request, email, Purpose.VERIFICATION);
                yield errors.of(request, failed(ErrorCode.EMAIL_UNVERIFIED));
            }
        };
    }

    private ErrorCode failed(ErrorCode error) {
        return metrics.failed(Method.PASSWORD, error);
    }

    /**
     * Get new tokens.
     *
     * <p>A refresh token works once. Using it again later ends the session, because it may have been stolen.
     */
    @Post("/refresh")
    @ApiResponse(
            responseCode = "200",
            description = "New tokens.",
            content = @Content(schema = @Schema(implementation = SessionBody.class)))
    @Fails(ErrorCode.REFRESH_TOKEN_INVALID)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> refresh(
            HttpRequest<?> request, Device device, @RequestBody(ref = "RefreshToken") @Body byte[] body) {
        return switch (refreshSession.refresh(refreshToken(JsonFields.parse(body)), device)) {
            case RefreshSession.Result.Refreshed(OpenedSession session) -> sessions.opened(session, "Token refreshed");
            case RefreshSession.Result.Refused _ -> errors.of(request, ErrorCode.REFRESH_TOKEN_INVALID);
        };
    }

    /**
     * Sign out.
     *
     * <p>Ends the session of the refresh token, even if that token is no longer valid, or, without a refresh token, the session of the
     * access token. All tokens of the session become invalid.
     */
    @Post("/logout")
    @DuringEnrollment
    @ApiResponse(responseCode = "204", description = "The session has ended.")
    @Fails(ErrorCode.INVALID_TOKEN)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> logout(
            HttpRequest<?> request,
            Actor actor,
            @RequestBody(ref = "SignOut") @jakarta.annotation.Nullable @Body byte[] body) {
        JsonFields fields = body == null || body.length == 0 ? JsonFields.none() : JsonFields.parse(body);
        if (fields.isPresent(REFRESH_TOKEN)) {
            signOut.signOut(refreshToken(fields))
                    .owner()
                    .ifPresent(owner -> auditLog.record(request, "Signed out", actor, owner));
        } else if (actor instanceof Actor.SignedIn signedIn) {
            endOwn(signedIn);
            auditLog.record(request, "Signed out", actor, signedIn.id());
        } else if (AuthorizationHeader.hasToken(request)) {
            return errors.of(request, ErrorCode.INVALID_TOKEN);
        } else {
            refreshToken(JsonFields.parse(body));
        }
        return HttpResponse.noContent();
    }

    /** A token without a session stays valid. */
    private void endOwn(Actor.SignedIn actor) {
        if (actor.session() != null) {
            endSession.end(actor, actor.id(), actor.session());
        }
    }

    private static String refreshToken(JsonFields fields) {
        String token = fields.required(REFRESH_TOKEN, text -> text);
        fields.throwIfInvalid();
        return Objects.requireNonNull(token);
    }
}
