package io.clubroom.web.error;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.file.Pictures;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.MalformedBody;
import io.clubroom.web.http.RequestId;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the exceptions of our own code. These are error routes, because the framework's lookup of an {@code ExceptionHandler} bean for
 * each exception takes a third of the time of an error response. {@link UnexpectedErrorHandler} handles everything else.
 */
@Controller
@NonBlocking
final class ExceptionHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(ExceptionHandlers.class);
    private static final Duration EXECUTOR_RETRY_AFTER = Duration.ofSeconds(1);

    private final ErrorResponses errors;

    ExceptionHandlers(ErrorResponses errors) {
        this.errors = errors;
    }

    @Error(global = true)
    HttpResponse<?> invalid(HttpRequest<?> request, InvalidInput input) {
        return errors.invalid(request, input.faults());
    }

    @Error(global = true)
    HttpResponse<?> invalid(HttpRequest<?> request, InvalidValue value) {
        return errors.invalid(request, List.of(value));
    }

    @Error(global = true)
    HttpResponse<?> malformed(HttpRequest<?> request, MalformedBody body) {
        return errors.of(request, ErrorCode.MALFORMED_JSON, body.reason());
    }

    @Error(global = true)
    HttpResponse<?> actorEnded(HttpRequest<?> request, ActorEnded ended) {
        ErrorCode code = switch (ended.reason()) {
            case TOKEN_ENDED -> ErrorCode.INVALID_TOKEN;
            case ROLE_LOST -> ErrorCode.FORBIDDEN;
        };
        return errors.of(request, code);
    }

    @Error(global = true)
    HttpResponse<?> invalid(HttpRequest<?> request, InvalidCredential credential) {
        return errors.of(request, ErrorCode.CREDENTIAL_INVALID);
    }

    @Error(global = true)
    HttpResponse<?> reauthenticate(HttpRequest<?> request, ReauthenticationRequired required) {
        return errors.of(request, ErrorCode.REAUTHENTICATION_REQUIRED);
    }

    @Error(global = true)
    HttpResponse<?> unavailable(HttpRequest<?> request, Unavailable unavailable) {
        return switch (unavailable.what()) {
            case DATABASE -> {
                // An outage of the database is logged once, not for each request.
                LOG.debug("Request {}", RequestId.of(request), unavailable);
                yield errors.tryLater(request, ErrorCode.DATABASE_UNAVAILABLE, unavailable.retryAfter());
            }
            case FILES -> {
                // Logged each time, because a store can fail for some requests only.
                LOG.warn("Request {}: {}", RequestId.of(request), unavailable.getMessage());
                yield errors.tryLater(request, ErrorCode.STORE_UNAVAILABLE, unavailable.retryAfter());
            }
            case CAPACITY -> {
                LOG.warn("Request {}: {}", RequestId.of(request), unavailable.getMessage());
                yield errors.tryLater(request, ErrorCode.OVERLOADED, unavailable.retryAfter());
            }
        };
    }

    @Error(global = true)
    HttpResponse<?> invalid(HttpRequest<?> request, Pictures.InvalidImage picture) {
        return errors.of(request, ErrorCode.INVALID_IMAGE);
    }

    @Error(global = true)
    HttpResponse<?> tooLarge(HttpRequest<?> request, Pictures.ImageTooLarge picture) {
        return errors.of(request, ErrorCode.IMAGE_TOO_LARGE);
    }

    @Error(global = true)
    HttpResponse<?> storageFull(HttpRequest<?> request, StorageFull full) {
        LOG.warn("Request {}: {}", RequestId.of(request), full.getMessage());
        return errors.of(request, ErrorCode.STORAGE_FULL);
    }

    @Error(global = true)
    HttpResponse<?> rejected(HttpRequest<?> request, RejectedExecutionException full) {
        LOG.debug("Request {}: no thread is free", RequestId.of(request), full);
        return errors.tryLater(request, ErrorCode.OVERLOADED, EXECUTOR_RETRY_AFTER);
    }
}
