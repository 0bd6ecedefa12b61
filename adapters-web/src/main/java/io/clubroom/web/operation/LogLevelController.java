package io.clubroom.web.operation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.AnswersJson;
import io.clubroom.web.http.JsonFields;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.logging.LogLevel;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Shows and changes the log levels of this node. For administrators. */
@Controller("/api/log-levels")
@Secured(SecurityRule.IS_AUTHENTICATED)
@AnswersJson
final class LogLevelController {
    private final LogLevels levels;
    private final ErrorResponses errors;

    LogLevelController(LogLevels levels, ErrorResponses errors) {
        this.levels = levels;
        this.errors = errors;
    }

    @Get
    @LogLevelOperations.All
    HttpResponse<?> all(HttpRequest<?> request, Actor actor) {
        return ifAdmin(request, actor, () -> {
            Map<String, String> body = new TreeMap<>();
            levels.configured().forEach((logger, level) -> body.put(logger.value(), LogLevels.format(level)));
            return json(body);
        });
    }

    @Put("/{logger}")
    @LogLevelOperations.Change
    HttpResponse<?> set(HttpRequest<?> request, Actor actor, String logger, @Body byte[] body) {
        return ifAdmin(request, actor, () -> {
            JsonFields fields = JsonFields.parse(body);
            LoggerName name = fields.faults().collect(() -> LoggerName.of(logger));
            LogLevel level = fields.required("level", LogLevels::parse);
            fields.throwIfAnyIsWrong();
            LogLevel now = levels.set(Objects.requireNonNull(name), Objects.requireNonNull(level));
            return json(Map.of("level", LogLevels.format(now)));
        });
    }

    @Delete("/{logger}")
    @LogLevelOperations.Reset
    @Fails(ErrorCode.INVALID_INPUT)
    HttpResponse<?> reset(HttpRequest<?> request, Actor actor, String logger) {
        return ifAdmin(request, actor, () -> {
            levels.reset(LoggerName.of(logger));
            return HttpResponse.noContent();
        });
    }

    private HttpResponse<?> ifAdmin(HttpRequest<?> request, Actor actor, Supplier<HttpResponse<?>> answer) {
        return actor.isAdmin() ? answer.get() : errors.of(request, ErrorCode.FORBIDDEN);
    }

    private static HttpResponse<?> json(Map<String, String> body) {
        return HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
