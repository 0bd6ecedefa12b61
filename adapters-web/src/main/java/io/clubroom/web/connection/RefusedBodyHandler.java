package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;

/** Answers requests with malformed, too large or incomplete bodies. */
@Controller
@NonBlocking
final class RefusedBodyHandler {
    private final ErrorResponses errors;

    RefusedBodyHandler(ErrorResponses errors) {
        this.errors = errors;
    }

    @Error(global = true)
    HttpResponse<?> refused(HttpRequest<?> request, RefusedBody body) {
        return errors.of(request, body.code());
    }

    /** The client receives this response only if it is still connected. */
    @Error(global = true)
    HttpResponse<?> cut(HttpRequest<?> request, CutBody body) {
        return errors.of(request, ErrorCode.BAD_REQUEST);
    }
}
