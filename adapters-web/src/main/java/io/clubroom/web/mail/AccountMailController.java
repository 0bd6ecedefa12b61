package io.clubroom.web.mail;

import io.clubroom.application.mail.LinkProof;
import io.clubroom.application.mail.ResetPassword;
import io.clubroom.application.mail.RestoreEmail;
import io.clubroom.application.mail.VerifyEmail;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.MessageAnswer;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
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
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.util.Objects;

/** The REST API for account operations by mail: verification, password reset, and restoring an address. */
@Controller("/api/auth")
@Tag(name = "Sign-in")
@Secured(SecurityRule.IS_ANONYMOUS)
@ProducesJson
final class AccountMailController {
    private final LinkRequester requester;
    private final VerifyEmail verifyEmail;
    private final ResetPassword resetPassword;
    private final RestoreEmail restoreEmail;
    private final ErrorResponses errors;
    private final RequestLimits limits;

    AccountMailController(
            LinkRequester requester,
            VerifyEmail verifyEmail,
            ResetPassword resetPassword,
            RestoreEmail restoreEmail,
            ErrorResponses errors,
            RequestLimits limits) {
        this.requester = requester;
        this.verifyEmail = verifyEmail;
        this.resetPassword = resetPassword;
        this.restoreEmail = restoreEmail;
        this.errors = errors;
        this.limits = limits;
    }

    /**
     * Request a mail that verifies an address.
     *
     * <p>The response does not depend on whether an account has the address. The mail has a link and a code, valid for 24 hours.
     */
    @Post("/email/verification")
    @Accepts
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> requestVerification(HttpRequest<?> request, @RequestBody(ref = "MailAddress") @Body byte[] body) {
        return request(request, body, Purpose.VERIFICATION);
    }

    /**
     * Verify an address.
     *
     * <p>With the token of the mail's link, or with the address and the code of the newest mail. A code becomes invalid after five wrong
     * attempts.
     */
    @Post("/email/verify")
    @Says
    @Fails(ErrorCode.TOKEN_INVALID)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> verifyEmail(HttpRequest<?> request, @RequestBody(ref = "LinkProof") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        LinkProof proof = LinkFields.proof(fields);
        fields.throwIfInvalid();
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            return refused;
        }
        return switch (verifyEmail.verify(Objects.requireNonNull(proof))) {
            case VerifyEmail.Result.Verified _ -> says("The address is verified");
            case VerifyEmail.Result.TokenInvalid _ -> errors.of(request, ErrorCode.TOKEN_INVALID);
        };
    }

    /**
     * Request a mail that resets the password.
     *
     * <p>The response does not depend on whether an account has the address. The mail has a link and a code, valid for 30 minutes.
     */
    @Post("/password/forgot")
    @Accepts
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> forgotPassword(HttpRequest<?> request, @RequestBody(ref = "MailAddress") @Body byte[] body) {
        return request(request, body, Purpose.RESET);
    }

    /**
     * Set a new password.
     *
     * <p>With the token of the mail's link, or with the address and the code of the newest mail. Verifies the address, and ends every
     * session of the account.
     */
    @Post("/password/reset")
    @Says
    @Fails(ErrorCode.TOKEN_INVALID)
    // Waits for a password hash, so it must not occupy a database thread.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> resetPassword(HttpRequest<?> request, @RequestBody(ref = "PasswordReset") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        LinkProof proof = LinkFields.proof(fields);
        Password password = fields.required("password", Password::of);
        fields.throwIfInvalid();
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            return refused;
        }
        ResetPassword.Result result = limits.hashRequester(request, Actor.ANONYMOUS)
                .call(() -> resetPassword.reset(Objects.requireNonNull(proof), Objects.requireNonNull(password)));
        return switch (result) {
            case ResetPassword.Result.Reset _ -> says("The new password is set");
            case ResetPassword.Result.TokenInvalid _ -> errors.of(request, ErrorCode.TOKEN_INVALID);
        };
    }

    /**
     * Undo a change of the address.
     *
     * <p>With the token of the link that was sent to the previous address, valid for seven days. Every session of the account ends, its
     * password becomes invalid, and a mail to the restored address lets the owner set a new one.
     */
    @Post("/email/restore")
    @Says
    @Fails(ErrorCode.TOKEN_INVALID)
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> restoreEmail(HttpRequest<?> request, @RequestBody(ref = "LinkToken") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        LinkProof.Token token = LinkFields.token(fields);
        fields.throwIfInvalid();
        return switch (restoreEmail.restore(Objects.requireNonNull(token))) {
            case RestoreEmail.Result.Restored _ ->
                says("The address is restored; a mail to it lets you set a new password");
            case RestoreEmail.Result.TokenInvalid _ -> errors.of(request, ErrorCode.TOKEN_INVALID);
        };
    }

    private HttpResponse<?> request(HttpRequest<?> request, byte[] body, Purpose purpose) {
        JsonFields fields = JsonFields.parse(body);
        Email email = fields.required("email", Email::of);
        fields.throwIfInvalid();
        requester.request(request, Objects.requireNonNull(email), purpose);
        return HttpResponse.accepted()
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(new MessageAnswer("If an account with this address needs it, a mail is on its way"));
    }

    private static HttpResponse<?> says(String message) {
        return HttpResponse.ok(new MessageAnswer(message)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    // Shared by several operations in the OpenAPI document

    @Target(ElementType.METHOD)
    @ApiResponse(
            responseCode = "202",
            description = "The request is taken.",
            content = @Content(schema = @Schema(implementation = MessageAnswer.class)))
    @interface Accepts {}

    @Target(ElementType.METHOD)
    @ApiResponse(
            responseCode = "200",
            description = "It is done.",
            content = @Content(schema = @Schema(implementation = MessageAnswer.class)))
    @interface Says {}
}
