package io.clubroom.web.error;

import io.clubroom.application.auth.SecondFactorQuestion;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.CommonHeaders;
import io.clubroom.web.http.RequestId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates error responses: {@link ErrorBody}, or {@link ProblemBody} for clients that prefer it. */
@Singleton
public final class ErrorResponses {
    private static final String PROBLEM_TYPE = "urn:clubroom:error:";

    private final CommonHeaders headers;

    ErrorResponses(CommonHeaders headers) {
        this.headers = headers;
    }

    /** Creates an error with the description of its code. */
    public MutableHttpResponse<?> of(HttpRequest<?> request, ErrorCode code) {
        return of(request, code, code.description());
    }

    public MutableHttpResponse<?> of(HttpRequest<?> request, ErrorCode code, String message) {
        return complete(request, HttpResponse.ok(), code, message, List.of());
    }

    /** Creates an error with a code of another adapter. */
    public MutableHttpResponse<?> of(HttpRequest<?> request, int status, String code, String message) {
        return complete(request, HttpResponse.ok(), status, code, message, message, List.of(), Details.NONE);
    }

    /** Creates an error that lists every invalid field. */
    public MutableHttpResponse<?> invalid(HttpRequest<?> request, List<InvalidValue> faults) {
        return invalid(request, ErrorCode.INVALID_INPUT, faults);
    }

    /** Creates an error with this code that lists every invalid field. */
    public MutableHttpResponse<?> invalid(HttpRequest<?> request, ErrorCode code, List<InvalidValue> faults) {
        List<FieldError> errors = faults.stream().map(FieldError::of).toList();
        return complete(request, HttpResponse.ok(), code, sentence(errors), errors);
    }

    /**
     * Creates an error with this code that lists every invalid field of a change of a room.
     *
     * @param clientMessageId the id in the request; null if it has none
     */
    public MutableHttpResponse<?> invalidChange(
            HttpRequest<?> request, ErrorCode code, List<InvalidValue> faults, @Nullable String clientMessageId) {
        List<FieldError> errors = faults.stream().map(FieldError::of).toList();
        return detailed(request, code, sentence(errors), errors, new Details(null, null, clientMessageId));
    }

    /**
     * Creates an error for a refused change of a room.
     *
     * @param until when the caller's mute expires, if that is the reason; null if it does not expire
     * @param clientMessageId the id in the request; null if it has none
     */
    public MutableHttpResponse<?> changeRefused(
            HttpRequest<?> request, ErrorCode code, @Nullable Instant until, @Nullable String clientMessageId) {
        JsonNode end = until == null ? JsonNode.nullNode() : JsonNode.createStringNode(until.toString());
        return detailed(
                request,
                code,
                code.description(),
                List.of(),
                new Details(null, code == ErrorCode.MUTED ? end : null, clientMessageId));
    }

    /** Creates an error that tells which of username and e-mail address are taken. */
    public MutableHttpResponse<?> taken(HttpRequest<?> request, TakenNames taken) {
        List<FieldError> errors = new ArrayList<>();
        if (taken.username()) {
            errors.add(new FieldError("username", "User with this username already exists"));
        }
        if (taken.email()) {
            errors.add(new FieldError("email", "User with this email already exists"));
        }
        ErrorCode code = taken.username() ? ErrorCode.USERNAME_TAKEN : ErrorCode.EMAIL_TAKEN;
        return complete(request, HttpResponse.ok(), code, errors.getFirst().message(), errors);
    }

    /**
     * Creates the request for a second factor. It is an error, so that clients that do not support second factors show the message and
     * expect no tokens.
     */
    public MutableHttpResponse<?> secondFactorRequired(HttpRequest<?> request, SecondFactorQuestion question) {
        ErrorCode code = ErrorCode.SECOND_FACTOR_REQUIRED;
        return detailed(request, code, code.description(), List.of(), new Details(question, null, null));
    }

    /** Creates an error with {@code Retry-After}. */
    public MutableHttpResponse<?> tryLater(HttpRequest<?> request, ErrorCode code, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return complete(
                request,
                HttpResponse.ok().header(HttpHeaders.RETRY_AFTER, Long.toString(seconds)),
                code,
                code.description(),
                List.of());
    }

    /** The fields that only certain errors have. */
    private record Details(
            @Nullable SecondFactorQuestion question,
            @Nullable JsonNode until,
            @Nullable String clientMessageId) {
        static final Details NONE = new Details(null, null, null);
    }

    private MutableHttpResponse<?> detailed(
            HttpRequest<?> request, ErrorCode code, String message, List<FieldError> errors, Details details) {
        return complete(
                request, HttpResponse.ok(), code.status(), code.text(), code.description(), message, errors, details);
    }

    /** Turns a response into an error, keeping its headers. */
    MutableHttpResponse<?> complete(
            HttpRequest<?> request,
            MutableHttpResponse<?> response,
            ErrorCode code,
            String message,
            List<FieldError> errors) {
        challenge(response, code);
        return complete(
                request, response, code.status(), code.text(), code.description(), message, errors, Details.NONE);
    }

    private MutableHttpResponse<?> complete(
            HttpRequest<?> request,
            MutableHttpResponse<?> response,
            int status,
            String code,
            String title,
            String message,
            List<FieldError> errors,
            Details details) {
        SecondFactorQuestion question = details.question;
        String mfaToken = question == null ? null : question.token();
        List<String> methods = question == null
                ? List.of()
                : question.methods().stream().map(SecondFactor::text).toList();
        headers.addTo(response.status(status), request);
        String id = RequestId.of(request);
        if (prefersProblem(request)) {
            return response.contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                    .body(new ProblemBody(
                            PROBLEM_TYPE + code,
                            title,
                            status,
                            message,
                            request.getUri().getRawPath(),
                            code,
                            id,
                            errors,
                            mfaToken,
                            methods,
                            details.until,
                            details.clientMessageId));
        }
        return response.contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(new ErrorBody(
                        true,
                        message,
                        status,
                        code,
                        id,
                        errors,
                        mfaToken,
                        methods,
                        details.until,
                        details.clientMessageId));
    }

    /** Adds {@code WWW-Authenticate} (RFC 6750 §3). */
    private static void challenge(MutableHttpResponse<?> response, ErrorCode code) {
        if (code == ErrorCode.INVALID_TOKEN) {
            response.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    "Bearer error=\"invalid_token\", error_description=\"" + code.description() + "\"");
        } else if (code.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }

    private static boolean prefersProblem(HttpRequest<?> request) {
        if (!request.getHeaders().contains(HttpHeaders.ACCEPT)) {
            return false;
        }
        BigDecimal problem = quality(request, MediaType.APPLICATION_JSON_PROBLEM_TYPE);
        return problem.signum() > 0 && problem.compareTo(quality(request, MediaType.APPLICATION_JSON_TYPE)) >= 0;
    }

    private static BigDecimal quality(HttpRequest<?> request, MediaType type) {
        return request.accept().stream()
                .filter(type::equals)
                .map(MediaType::getQualityAsNumber)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static String sentence(List<FieldError> errors) {
        return errors.stream().map(FieldError::message).collect(Collectors.joining("; "));
    }
}
