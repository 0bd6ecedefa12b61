package io.clubroom.web.auth;

import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.security.authentication.AuthorizationException;

/** Answers requests that the security filter rejects. */
@Controller
@NonBlocking
final class AuthorizationExceptionHandler {
    private final ErrorResponses errors;

    AuthorizationExceptionHandler(ErrorResponses errors) {
        this.errors = errors;
    }

    @Error(global = true)
    HttpResponse<?> rejected(HttpRequest<?> request, AuthorizationException rejection) {
        if (rejection.isForbidden()) {
            VerifiedToken token = AccessTokenAuthenticator.token(request);
            return errors.of(
                    request,
                    token != null && token.bearer().enrollmentOnly()
                            ? ErrorCode.SECOND_FACTOR_ENROLLMENT_REQUIRED
                            : ErrorCode.FORBIDDEN);
        }
        return errors.of(
                request,
                AuthorizationHeader.hasToken(request) ? ErrorCode.INVALID_TOKEN : ErrorCode.AUTHENTICATION_REQUIRED);
    }
}
