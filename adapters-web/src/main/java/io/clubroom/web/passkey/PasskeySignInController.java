package io.clubroom.web.passkey;

import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.passkey.BeginPasskeyAnswer;
import io.clubroom.application.passkey.BeginPasskeyReauthentication;
import io.clubroom.application.passkey.BeginPasskeySignIn;
import io.clubroom.application.passkey.PasskeyOffer;
import io.clubroom.application.passkey.SignInWithPasskey;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.web.auth.AuthorizationHeader;
import io.clubroom.web.auth.SessionBody;
import io.clubroom.web.auth.SessionResponses;
import io.clubroom.web.auth.SignInMetrics;
import io.clubroom.web.auth.SignInMetrics.Method;
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
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Function;

/** The REST API for sign-in with a passkey, and for challenges for all uses of passkeys. */
@Controller("/api/auth/passkey")
@Tag(name = "Sign-in")
@Secured(SecurityRule.IS_ANONYMOUS)
@ProducesJson
final class PasskeySignInController {
    private final BeginPasskeySignIn beginSignIn;
    private final BeginPasskeyAnswer beginAnswer;
    private final BeginPasskeyReauthentication beginReauthentication;
    private final SignInWithPasskey signInWithPasskey;
    private final SessionResponses sessions;
    private final SignInMetrics metrics;
    private final RequestLimits limits;
    private final LinkRequester linkRequester;
    private final ErrorResponses errors;

    PasskeySignInController(
            BeginPasskeySignIn beginSignIn,
            BeginPasskeyAnswer beginAnswer,
            BeginPasskeyReauthentication beginReauthentication,
            SignInWithPasskey signInWithPasskey,
            SessionResponses sessions,
            SignInMetrics metrics,
            RequestLimits limits,
            LinkRequester linkRequester,
            ErrorResponses errors) {
        this.beginSignIn = beginSignIn;
        this.beginAnswer = beginAnswer;
        this.beginReauthentication = beginReauthentication;
        this.signInWithPasskey = signInWithPasskey;
        this.sessions = sessions;
        this.metrics = metrics;
        this.limits = limits;
        this.linkRequester = linkRequester;
        this.errors = errors;
    }

    /**
     * Begin to use a passkey.
     *
     * <p>The response is for {@code PublicKeyCredential.parseRequestOptionsFromJSON}, and its result for {@code navigator.credentials.get}.
     * The challenge is valid for five minutes: for a sign-in; with an {@code mfa_token}, for the second factor; with an access token, to
     * authenticate again.
     */
    @Post("/options")
    @ApiResponse(
            responseCode = "200",
            description = "What the browser needs to use a passkey.",
            content = @Content(schema = @Schema(ref = "PasskeyRequestOptions")))
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.MFA_TOKEN_INVALID, ErrorCode.INVALID_TOKEN})
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> beginToUsePasskey(
            HttpRequest<?> request,
            Actor actor,
            @RequestBody(ref = "PasskeyUse") @jakarta.annotation.Nullable @Body byte[] body) {
        JsonFields fields = body == null || body.length == 0 ? JsonFields.none() : JsonFields.parse(body);
        String mfaToken = fields.optional("mfa_token", Function.identity());
        fields.throwIfInvalid();
        if (mfaToken != null) {
            return switch (beginAnswer.begin(mfaToken)) {
                case BeginPasskeyAnswer.Result.Begun(PasskeyOffer offer) -> options(offer);
                case BeginPasskeyAnswer.Result.TokenInvalid _ -> errors.of(request, ErrorCode.MFA_TOKEN_INVALID);
            };
        }
        if (actor instanceof Actor.SignedIn signedIn) {
            return options(beginReauthentication.begin(signedIn));
        }
        if (AuthorizationHeader.hasToken(request)) {
            return errors.of(request, ErrorCode.INVALID_TOKEN);
        }
        // Each sign-in needs a challenge, so limiting challenges limits sign-ins.
        HttpResponse<?> refused = limits.guess(request);
        if (refused != null) {
            failed(ErrorCode.RATE_LIMITED);
            return refused;
        }
        return options(beginSignIn.begin());
    }

    private static HttpResponse<?> options(PasskeyOffer offer) {
        return HttpResponse.ok(RequestOptionsBody.of(offer)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Sign in with a passkey.
     *
     * <p>A passkey counts as both factors, so no other factor is required.
     */
    @Post
    @ApiResponse(
            responseCode = "200",
            description = "Signed in.",
            content = @Content(schema = @Schema(implementation = SessionBody.class)))
    @Fails({
        ErrorCode.CHALLENGE_INVALID,
        ErrorCode.CREDENTIAL_INVALID,
        ErrorCode.ACCOUNT_INACTIVE,
        ErrorCode.EMAIL_UNVERIFIED
    })
    @ExecuteOn(Blocking.DATABASE)
    HttpResponse<?> signInWithPasskey(
            HttpRequest<?> request,
            Device device,
            @RequestBody(ref = "PasskeyAnswer") @jakarta.annotation.Nullable @Body byte[] body) {
        return switch (signInWithPasskey.signIn(PasskeyFields.answer(JsonFields.parse(body)), device)) {
            case SignInWithPasskey.Result.SignedIn(OpenedSession session) -> {
                metrics.succeeded(Method.PASSKEY);
                yield sessions.opened(session, "Login successful");
            }
            case SignInWithPasskey.Result.ChallengeInvalid _ -> errors.of(request, failed(ErrorCode.CHALLENGE_INVALID));
            case SignInWithPasskey.Result.CredentialInvalid _ ->
                errors.of(request, failed(ErrorCode.CREDENTIAL_INVALID));
            case SignInWithPasskey.Result.Inactive _ ->
                errors.of(request, failed(ErrorCode.ACCOUNT_INACTIVE), "Account is inactive");
            case SignInWithPasskey.Result.EmailUnverified(Email email) -> {
                linkRequester.request(request, email, Purpose.VERIFICATION);
                yield errors.of(request, failed(ErrorCode.EMAIL_UNVERIFIED));
            }
        };
    }

    private ErrorCode failed(ErrorCode error) {
        return metrics.failed(Method.PASSKEY, error);
    }
}
