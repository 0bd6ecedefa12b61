package io.clubroom.web.auth;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;

/** Answers whoever asks without a token, or with one that is not good, where one is needed. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class Unauthorized implements ExceptionHandler<AuthorizationException, HttpResponse<?>> {
    private final ErrorResponses errors;

    Unauthorized(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    @SuppressWarnings("rawtypes") // The framework declares it so.
    public HttpResponse<?> handle(HttpRequest request, AuthorizationException refused) {
        HttpRequest<?> asked = request;
        if (refused.isForbidden()) {
            return errors.of(asked, ErrorCode.FORBIDDEN);
        }
        return errors.of(
                asked, BearerTokens.isRefused(asked) ? ErrorCode.INVALID_TOKEN : ErrorCode.AUTHENTICATION_REQUIRED);
    }
}
