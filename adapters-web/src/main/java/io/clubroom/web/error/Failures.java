package io.clubroom.web.error;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.MalformedBody;
import io.clubroom.web.http.RequestId;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what is thrown on the way to an answer; what nobody foresaw is logged, and nothing of it told. */
@Singleton
final class Failures implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration EXECUTOR_RETRY_AFTER = Duration.ofSeconds(1);

    private final ErrorResponses errors;

    Failures(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    @SuppressWarnings("rawtypes") // The framework declares it so.
    public HttpResponse<?> handle(HttpRequest request, Throwable failure) {
        HttpRequest<?> failed = request;
        return switch (failure) {
            case InvalidInput input -> errors.invalid(failed, input.faults());
            case InvalidValue value -> errors.invalid(failed, List.of(value));
            case MalformedBody body -> errors.of(failed, ErrorCode.MALFORMED_JSON, body.reason());
            case Unavailable unavailable -> unavailable(failed, unavailable);
            case RejectedExecutionException _ -> errors.tryLater(failed, ErrorCode.OVERLOADED, EXECUTOR_RETRY_AFTER);
            case IOException broken -> {
                // The store's failures are translated: this is a client that went away. It will not see the answer.
                LOG.debug("The client went away", broken);
                yield errors.of(failed, ErrorCode.BAD_REQUEST);
            }
            default -> {
                LOG.error(
                        "Request {} ({} {}) failed",
                        RequestId.of(failed),
                        failed.getMethodName(),
                        BasicHttpAttributes.getUriTemplate(failed).orElse("without a route"),
                        failure);
                yield errors.of(failed, ErrorCode.INTERNAL_ERROR);
            }
        };
    }

    private HttpResponse<?> unavailable(HttpRequest<?> request, Unavailable unavailable) {
        ErrorCode code = switch (unavailable.what()) {
            case DATABASE -> ErrorCode.DATABASE_UNAVAILABLE;
            case CAPACITY -> ErrorCode.OVERLOADED;
        };
        LOG.warn("Request {}: {}: {}", RequestId.of(request), code.text(), unavailable.getMessage());
        return errors.tryLater(request, code, unavailable.retryAfter());
    }
}
