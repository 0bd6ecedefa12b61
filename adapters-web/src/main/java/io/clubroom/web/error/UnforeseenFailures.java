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

/** Answers what nobody foresaw on the way to an answer: it is logged, and nothing of it told. */
@Singleton
final class UnforeseenFailures implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(UnforeseenFailures.class);

    private final ErrorResponses errors;

    UnforeseenFailures(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    @SuppressWarnings("rawtypes") // The framework declares it so.
    public HttpResponse<?> handle(HttpRequest request, Throwable failure) {
        HttpRequest<?> failed = request;
        if (failure instanceof IOException) {
            // The store's failures are translated: this is a client that went away. It will not see the answer.
            LOG.debug("The client went away", failure);
            return errors.of(failed, ErrorCode.BAD_REQUEST);
        }
        LOG.error(
                "Request {} ({} {}) failed",
                RequestId.of(failed),
                failed.getMethodName(),
                BasicHttpAttributes.getUriTemplate(failed).orElse("without a route"),
                failure);
        return errors.of(failed, ErrorCode.INTERNAL_ERROR);
    }
}
