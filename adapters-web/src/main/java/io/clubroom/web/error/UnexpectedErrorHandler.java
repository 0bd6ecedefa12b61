package io.clubroom.web.error;

import io.clubroom.web.http.RequestId;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs unexpected exceptions and answers 500 without details. */
@Singleton
final class UnexpectedErrorHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrorHandler.class);

    private final ErrorResponses errors;

    UnexpectedErrorHandler(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    @SuppressWarnings("rawtypes") // The framework declares it so.
    public HttpResponse<?> handle(HttpRequest request, Throwable failure) {
        HttpRequest<?> failed = request;
        if (failure instanceof OutOfMemoryError outOfMemory) {
            OutOfMemory.exit(outOfMemory);
        }
        if (failure instanceof IOException) {
            // The adapters translate their own I/O failures, so the client has disconnected and will not see the
            // response.
            LOG.debug("Client disconnected", failure);
            return errors.of(failed, ErrorCode.BAD_REQUEST);
        }
        LOG.error(
                "Request {} ({} {}) failed",
                RequestId.of(failed),
                failed.getMethodName(),
                BasicHttpAttributes.getUriTemplate(failed).orElse("no route"),
                failure);
        return errors.of(failed, ErrorCode.INTERNAL_ERROR);
    }
}
