package io.clubroom.web.factor;

import io.clubroom.application.enrollment.BeginTotp;
import io.clubroom.application.enrollment.ConfirmTotp;
import io.clubroom.application.enrollment.FinishEnrollment;
import io.clubroom.application.enrollment.GetFactors;
import io.clubroom.application.enrollment.RemoveTotp;
import io.clubroom.application.enrollment.RenewRecoveryCodes;
import io.clubroom.application.enrollment.ResetFactors;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.UserId;
import io.clubroom.web.client.AuditLog;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.DuringEnrollment;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The REST API for second factors, except passkeys. */
@Controller("/api/users")
@Tag(name = "Second factors")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
@ExecuteOn(Blocking.DATABASE)
final class FactorController {
    private final GetFactors getFactors;
    private final BeginTotp beginTotp;
    private final ConfirmTotp confirmTotp;
    private final RemoveTotp removeTotp;
    private final RenewRecoveryCodes renewRecoveryCodes;
    private final ResetFactors resetFactors;
    private final AuditLog auditLog;
    private final RequestLimits limits;
    private final ErrorResponses errors;

    FactorController(
            GetFactors getFactors,
            BeginTotp beginTotp,
            ConfirmTotp confirmTotp,
            RemoveTotp removeTotp,
            RenewRecoveryCodes renewRecoveryCodes,
            ResetFactors resetFactors,
            AuditLog auditLog,
            RequestLimits limits,
            ErrorResponses errors) {
        this.getFactors = getFactors;
        this.beginTotp = beginTotp;
        this.confirmTotp = confirmTotp;
        this.removeTotp = removeTotp;
        this.renewRecoveryCodes = renewRecoveryCodes;
        this.resetFactors = resetFactors;
        this.auditLog = auditLog;
        this.limits = limits;
        this.errors = errors;
    }

    /** List your own second factors. */
    @Get("/me/factors")
    @DuringEnrollment
    @ApiResponse(
            responseCode = "200",
            description = "The second factors.",
            content = @Content(schema = @Schema(implementation = FactorsBody.class)))
    HttpResponse<?> getMyFactors(Actor actor) {
        return HttpResponse.ok(FactorsBody.of(getFactors.get(me(actor)))).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Begin to add an authenticator app.
     *
     * <p>The app must be confirmed with a code within 15 minutes. After that, sign-ins ask for its codes; until then, an existing app stays
     * in use. An account with a second factor must have authenticated within the last ten minutes.
     */
    @Post("/me/totp")
    @DuringEnrollment
    @ApiResponse(
            responseCode = "201",
            description = "What the app must get.",
            content = @Content(schema = @Schema(implementation = TotpBody.class)))
    @Fails(ErrorCode.REAUTHENTICATION_REQUIRED)
    HttpResponse<?> beginTotp(Actor actor) {
        return HttpResponse.created(TotpBody.of(beginTotp.begin(me(actor))))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Confirm a new authenticator app.
     *
     * <p>The code counts as used. The response has ten recovery codes, which are not shown again; earlier ones become invalid. After five
     * wrong codes within 15 minutes, further ones get 429.
     */
    @Post("/me/totp/confirm")
    @DuringEnrollment
    @ApiResponse(
            responseCode = "200",
            description = "The app is a second factor.",
            content = @Content(schema = @Schema(implementation = EnrollmentBody.class)))
    @Fails({ErrorCode.CODE_INVALID, ErrorCode.REAUTHENTICATION_REQUIRED})
    HttpResponse<?> confirmTotp(
            HttpRequest<?> request,
            Actor actor,
            Device device,
            @RequestBody(ref = "ConfirmationCode") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        TypedCode code = fields.required("code", TypedCode::of);
        fields.throwIfInvalid();
        return switch (confirmTotp.confirm(me(actor), Objects.requireNonNull(code), device)) {
            case ConfirmTotp.Result.Confirmed(FinishEnrollment.Enrolled enrolled) -> {
                auditLog.record(
                        request, "Authenticator app added", actor, me(actor).id());
                yield HttpResponse.ok(EnrollmentBody.of(enrolled)).contentType(MediaType.APPLICATION_JSON_TYPE);
            }
            case ConfirmTotp.Result.CodeInvalid _ -> errors.of(request, ErrorCode.CODE_INVALID);
            case ConfirmTotp.Result.Blocked(Duration retryAfter) ->
                errors.tryLater(request, ErrorCode.RATE_LIMITED, retryAfter);
        };
    }

    /**
     * Remove your authenticator app.
     *
     * <p>If you have no other second factor, the recovery codes become invalid. An account with a second factor must have authenticated
     * within the last ten minutes.
     */
    @Delete("/me/totp")
    @DuringEnrollment
    @ApiResponse(responseCode = "204", description = "You have no authenticator app.")
    @Fails(ErrorCode.REAUTHENTICATION_REQUIRED)
    HttpResponse<?> removeTotp(HttpRequest<?> request, Actor actor) {
        if (removeTotp.remove(me(actor)).wasActive()) {
            auditLog.record(
                    request, "Authenticator app removed", actor, me(actor).id());
        }
        return HttpResponse.noContent();
    }

    /**
     * Get new recovery codes.
     *
     * <p>Earlier codes become invalid. The new ones are not shown again. The account must have authenticated within the last ten minutes.
     */
    @Post("/me/recovery-codes")
    @ApiResponse(
            responseCode = "201",
            description = "Ten new codes.",
            content = @Content(schema = @Schema(implementation = RecoveryCodesBody.class)))
    @Fails({ErrorCode.SECOND_FACTOR_MISSING, ErrorCode.REAUTHENTICATION_REQUIRED})
    HttpResponse<?> renewRecoveryCodes(HttpRequest<?> request, Actor actor) {
        HttpResponse<?> refused =
                limits.passwordChange(request, actor, me(actor).id());
        if (refused != null) {
            return refused;
        }
        return switch (renewRecoveryCodes.renew(me(actor))) {
            case RenewRecoveryCodes.Result.Renewed(List<RecoveryCode> codes) -> {
                auditLog.record(
                        request, "Recovery codes renewed", actor, me(actor).id());
                yield HttpResponse.created(RecoveryCodesBody.of(codes)).contentType(MediaType.APPLICATION_JSON_TYPE);
            }
            case RenewRecoveryCodes.Result.FactorMissing _ -> errors.of(request, ErrorCode.SECOND_FACTOR_MISSING);
        };
    }

    /**
     * Remove all second factors of a user.
     *
     * <p>For administrators, to help users who have lost their factors. The user's sessions end, and the user is notified by mail. An
     * administrator with a second factor must have authenticated within the last ten minutes.
     */
    @Delete("/{id}/factors")
    @ApiResponse(responseCode = "204", description = "The user has no second factor.")
    @Fails({
        ErrorCode.INVALID_INPUT,
        ErrorCode.FORBIDDEN,
        ErrorCode.REAUTHENTICATION_REQUIRED,
        ErrorCode.USER_NOT_FOUND,
        ErrorCode.LAST_SIGN_IN_METHOD
    })
    HttpResponse<?> resetFactors(HttpRequest<?> request, Actor actor, @Parameter(ref = "UserId") String id) {
        if (!actor.isAdmin()) {
            return errors.of(request, ErrorCode.FORBIDDEN);
        }
        UserId user = UserId.of(id);
        return switch (resetFactors.reset(actor, user)) {
            case ResetFactors.Result.Reset(boolean hadFactors) -> {
                if (hadFactors) {
                    auditLog.record(request, "All second factors removed", actor, user);
                }
                yield HttpResponse.noContent();
            }
            case ResetFactors.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
            case ResetFactors.Result.LastSignInMethod _ -> errors.of(request, ErrorCode.LAST_SIGN_IN_METHOD);
            case ResetFactors.Result.NotFound _ -> errors.of(request, ErrorCode.USER_NOT_FOUND);
        };
    }

    /** Returns the signed-in caller. */
    private static Actor.SignedIn me(Actor actor) {
        return switch (actor) {
            case Actor.SignedIn signedIn -> signedIn;
            case Actor.Anonymous _ -> throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
        };
    }
}
