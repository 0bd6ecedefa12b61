package io.clubroom.web.error;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import jakarta.inject.Singleton;
import java.util.List;

/** Formats errors of the framework like our own, without the framework's messages, which are not meant for clients. */
@Singleton
final class FrameworkErrorProcessor implements ErrorResponseProcessor<Object> {
    private final ErrorResponses errors;

    FrameworkErrorProcessor(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    @SuppressWarnings("unchecked")
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        if (context.getRootCause().orElse(null) instanceof OutOfMemoryError outOfMemory) {
            OutOfMemory.exit(outOfMemory);
        }
        // The body is the only required argument of our controllers.
        ErrorCode code = context.getRootCause().orElse(null) instanceof UnsatisfiedBodyRouteException
                ? ErrorCode.MALFORMED_JSON
                : code(response.code());
        return (MutableHttpResponse<Object>) errors.complete(request, response, code, code.description(), List.of());
    }

    /** The code for a status of the framework. */
    static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.AUTHENTICATION_REQUIRED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
            case 406 -> ErrorCode.NOT_ACCEPTABLE;
            case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
            case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
            default -> status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.BAD_REQUEST;
        };
    }
}
