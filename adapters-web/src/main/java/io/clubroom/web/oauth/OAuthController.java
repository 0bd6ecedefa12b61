package io.clubroom.web.oauth;

import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.SecondFactorQuestion;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn.Reason;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.auth.SessionBody;
import io.clubroom.web.auth.SessionResponses;
import io.clubroom.web.auth.SignInMetrics;
import io.clubroom.web.auth.SignInMetrics.Method;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The REST API for sign-in with OAuth 2.0. Calls may wait for a provider, so they do not run on event loops. */
@Controller(OAuthController.PATH)
@Tag(name = "Sign-in")
@Secured(SecurityRule.IS_ANONYMOUS)
@ProducesJson
@ExecuteOn(TaskExecutors.BLOCKING)
final class OAuthController {
    static final String PATH = "/api/auth/oauth";
    static final String CALLBACK = "/callback";

    private static final String MESSAGE = "OAuth login successful";
    private static final String RETURN_TO = "return_to";

    /** The {@code error} if the user denied the request: RFC 6749 §4.1.2.1, and Facebook's. */
    private static final Set<String> DENIALS = Set.of("access_denied", "user_denied");

    private final BeginExternalSignIn beginSignIn;
    private final CompleteExternalSignIn completeSignIn;
    private final ExchangeSignInCode exchangeCode;
    private final BrowserCookie cookie;
    private final SessionResponses sessions;
    private final SignInMetrics metrics;
    private final ErrorResponses errors;

    OAuthController(
            BeginExternalSignIn beginSignIn,
            CompleteExternalSignIn completeSignIn,
            ExchangeSignInCode exchangeCode,
            BrowserCookie cookie,
            SessionResponses sessions,
            SignInMetrics metrics,
            ErrorResponses errors) {
        this.beginSignIn = beginSignIn;
        this.completeSignIn = completeSignIn;
        this.exchangeCode = exchangeCode;
        this.cookie = cookie;
        this.sessions = sessions;
        this.metrics = metrics;
        this.errors = errors;
    }

    /**
     * Sign in with an account at a provider.
     *
     * <p>Redirects the browser to the provider, and sets a cookie by which the callback recognizes the browser.
     */
    @Get("/{provider}")
    @Operation(operationId = "beginOAuth")
    @Parameter(name = "return_to", ref = "ReturnTo")
    @ApiResponse(
            responseCode = "302",
            description = "To the provider.",
            headers = @Header(name = "Location", ref = "Location"))
    @Fails({
        ErrorCode.UNKNOWN_PROVIDER,
        ErrorCode.PROVIDER_NOT_CONFIGURED,
        ErrorCode.INVALID_INPUT,
        ErrorCode.OAUTH_PROVIDER_ERROR
    })
    // Browsers ask for HTML here.
    @Produces(MediaType.ALL)
    HttpResponse<?> begin(HttpRequest<?> request, @Parameter(ref = "Provider") String provider) {
        Optional<Provider> known = Provider.of(provider);
        if (known.isEmpty()) {
            return errors.of(request, ErrorCode.UNKNOWN_PROVIDER);
        }
        QueryParameters parameters = new QueryParameters(request);
        String returnTo = parameters.optional(RETURN_TO, text -> text);
        parameters.throwIfInvalid();
        String browser = cookie.readOrCreate(request);
        return switch (beginSignIn.begin(known.get(), returnTo, browser)) {
            case BeginExternalSignIn.Result.Begun(String address) ->
                redirect(address).header(HttpHeaders.SET_COOKIE, cookie.setCookie(request, browser));
            case BeginExternalSignIn.Result.NotConfigured _ -> errors.of(request, ErrorCode.PROVIDER_NOT_CONFIGURED);
            case BeginExternalSignIn.Result.ReturnNotAllowed _ ->
                errors.invalid(
                        request,
                        List.of(new InvalidValue(RETURN_TO, "must be one of the addresses in OAUTH_RETURN_URLS")));
            case BeginExternalSignIn.Result.ProviderFailed _ -> errors.of(request, ErrorCode.OAUTH_PROVIDER_ERROR);
        };
    }

    /**
     * Complete a sign-in.
     *
     * <p>The callback address, to which providers redirect browsers.
     */
    @Get(CALLBACK)
    @Operation(operationId = "completeOAuth")
    @Parameter(name = "state", ref = "State")
    @Parameter(name = "code", ref = "OAuthCode")
    @Parameter(name = "error", ref = "OAuthError")
    @ApiResponse(
            responseCode = "200",
            description = "Signed in.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SessionBody.class)))
    @ApiResponse(
            responseCode = "302",
            description =
                    "To the `return_to` of the sign-in, with `#code=` for the exchange, `#mfa_token=…&methods=…` if the"
                            + " account has a second factor, or `#error=` and an error code.",
            headers = @Header(name = "Location", ref = "Location"))
    @Fails({
        ErrorCode.OAUTH_STATE_INVALID,
        ErrorCode.OAUTH_CODE_MISSING,
        ErrorCode.OAUTH_DENIED,
        ErrorCode.OAUTH_EMAIL_UNVERIFIED,
        ErrorCode.REGISTRATION_CLOSED,
        ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED,
        ErrorCode.EMAIL_TAKEN,
        ErrorCode.ACCOUNT_INACTIVE,
        ErrorCode.SECOND_FACTOR_REQUIRED,
        ErrorCode.OAUTH_PROVIDER_ERROR
    })
    @Produces(MediaType.ALL)
    HttpResponse<?> callback(HttpRequest<?> request, Device device) {
        String state = only(request, "state");
        Optional<String> browser = cookie.read(request);
        if (state == null || browser.isEmpty()) {
            return errors.of(request, failed(ErrorCode.OAUTH_STATE_INVALID));
        }
        return switch (completeSignIn.complete(state, browser.get(), answer(request), device)) {
            case CompleteExternalSignIn.Result.SignedIn(OpenedSession session) -> {
                metrics.succeeded(Method.OAUTH);
                yield withoutReferrer(sessions.opened(session, MESSAGE));
            }
            case CompleteExternalSignIn.Result.SecondFactorRequired(SecondFactorQuestion question, String returnTo) -> {
                failed(ErrorCode.SECOND_FACTOR_REQUIRED);
                yield returnTo == null
                        ? withoutReferrer(errors.secondFactorRequired(request, question))
                        : redirect(returnTo + "#mfa_token=" + question.token() + "&methods=" + methods(question));
            }
            case CompleteExternalSignIn.Result.HandedOver(String returnTo, String code) ->
                redirect(returnTo + "#code=" + code);
            case CompleteExternalSignIn.Result.StateInvalid _ ->
                errors.of(request, failed(ErrorCode.OAUTH_STATE_INVALID));
            case CompleteExternalSignIn.Result.Refused(Reason reason, String returnTo) -> {
                ErrorCode error = failed(code(reason));
                yield returnTo == null ? errors.of(request, error) : redirect(returnTo + "#error=" + error.text());
            }
        };
    }

    /**
     * Exchange a sign-in code for tokens.
     *
     * <p>A code works once, within 60 seconds.
     */
    @Post("/exchange")
    @Operation(operationId = "exchangeOAuthCode")
    @ApiResponse(
            responseCode = "200",
            description = "Signed in.",
            content = @Content(schema = @Schema(implementation = SessionBody.class)))
    @Fails({ErrorCode.OAUTH_CODE_INVALID, ErrorCode.SECOND_FACTOR_REQUIRED})
    HttpResponse<?> exchange(
            HttpRequest<?> request, Device device, @RequestBody(ref = "SignInCode") @Body byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        String code = fields.required("code", text -> text);
        fields.throwIfInvalid();
        return switch (exchangeCode.exchange(Objects.requireNonNull(code), device)) {
            case ExchangeSignInCode.Result.SignedIn(OpenedSession session) -> {
                metrics.succeeded(Method.OAUTH);
                yield sessions.opened(session, MESSAGE);
            }
            case ExchangeSignInCode.Result.SecondFactorRequired(SecondFactorQuestion question) -> {
                failed(ErrorCode.SECOND_FACTOR_REQUIRED);
                yield errors.secondFactorRequired(request, question);
            }
            case ExchangeSignInCode.Result.Refused _ -> errors.of(request, failed(ErrorCode.OAUTH_CODE_INVALID));
        };
    }

    private ErrorCode failed(ErrorCode error) {
        return metrics.failed(Method.OAUTH, error);
    }

    private static ProviderAnswer answer(HttpRequest<?> request) {
        String error = only(request, "error");
        String code = only(request, "code");
        if (error != null) {
            return DENIALS.contains(error) ? new ProviderAnswer.Denied() : new ProviderAnswer.Unusable();
        }
        return code == null ? new ProviderAnswer.CodeMissing() : new ProviderAnswer.Granted(code, only(request, "iss"));
    }

    /** The parameter; null unless it occurs exactly once (RFC 6749 §3.1). */
    private static @Nullable String only(HttpRequest<?> request, String parameter) {
        List<String> given = request.getParameters().getAll(parameter);
        return given.size() == 1 && !given.getFirst().isEmpty() ? given.getFirst() : null;
    }

    private static String methods(SecondFactorQuestion question) {
        return question.methods().stream().map(SecondFactor::text).collect(Collectors.joining(","));
    }

    private static ErrorCode code(Reason reason) {
        return switch (reason) {
            case DENIED -> ErrorCode.OAUTH_DENIED;
            case CODE_MISSING -> ErrorCode.OAUTH_CODE_MISSING;
            case PROVIDER_FAILED -> ErrorCode.OAUTH_PROVIDER_ERROR;
            case EMAIL_UNVERIFIED -> ErrorCode.OAUTH_EMAIL_UNVERIFIED;
            case INACTIVE -> ErrorCode.ACCOUNT_INACTIVE;
            case REGISTRATION_CLOSED -> ErrorCode.REGISTRATION_CLOSED;
            case DOMAIN_NOT_ALLOWED -> ErrorCode.EMAIL_DOMAIN_NOT_ALLOWED;
            case EMAIL_TAKEN -> ErrorCode.EMAIL_TAKEN;
        };
    }

    private static MutableHttpResponse<?> redirect(String address) {
        return withoutReferrer(HttpResponse.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, address));
    }

    /** Prevents the address of the callback, which contains a code and a state, from being sent to other sites. */
    private static MutableHttpResponse<?> withoutReferrer(MutableHttpResponse<?> response) {
        return response.header("Referrer-Policy", "no-referrer");
    }
}
