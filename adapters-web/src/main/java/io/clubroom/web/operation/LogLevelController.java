package io.clubroom.web.operation;

import io.clubroom.application.operation.GetLogLevels;
import io.clubroom.application.operation.ResetLogLevel;
import io.clubroom.application.operation.SetLogLevel;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LoggerName;
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
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The calls about what this node writes into its log. */
@Controller("/api/log-levels")
@Secured(SecurityRule.IS_AUTHENTICATED)
@AnswersJson
final class LogLevelController {
    private final GetLogLevels getLogLevels;
    private final SetLogLevel setLogLevel;
    private final ResetLogLevel resetLogLevel;
    private final ErrorResponses errors;

    LogLevelController(
            GetLogLevels getLogLevels, SetLogLevel setLogLevel, ResetLogLevel resetLogLevel, ErrorResponses errors) {
        this.getLogLevels = getLogLevels;
        this.setLogLevel = setLogLevel;
        this.resetLogLevel = resetLogLevel;
        this.errors = errors;
    }

    @Get
    @LogLevelOperations.All
    HttpResponse<?> all(HttpRequest<?> request, Actor actor) {
        return switch (getLogLevels.get(actor)) {
            case GetLogLevels.Result.Found(var levels) -> {
                Map<String, String> body = new TreeMap<>();
                levels.forEach((logger, level) -> body.put(logger.value(), level.text()));
                yield json(body);
            }
            case GetLogLevels.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    @Put("/{logger}")
    @LogLevelOperations.Change
    HttpResponse<?> set(HttpRequest<?> request, Actor actor, String logger, @Body byte[] body) {
        return switch (setLogLevel.set(actor, () -> change(logger, body))) {
            case SetLogLevel.Result.Changed(LogLevel now) -> json(Map.of("level", now.text()));
            case SetLogLevel.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    @Delete("/{logger}")
    @LogLevelOperations.Reset
    @Fails(ErrorCode.INVALID_INPUT)
    HttpResponse<?> reset(HttpRequest<?> request, Actor actor, String logger) {
        return switch (resetLogLevel.reset(actor, LoggerName.of(logger))) {
            case ResetLogLevel.Result.Reset _ -> HttpResponse.noContent();
            case ResetLogLevel.Result.NotAllowed _ -> errors.of(request, ErrorCode.FORBIDDEN);
        };
    }

    private static SetLogLevel.Command change(String logger, byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        LoggerName name = fields.faults().collect(() -> LoggerName.of(logger));
        LogLevel level = fields.required("level", LogLevel::of);
        fields.throwIfAnyIsWrong();
        return new SetLogLevel.Command(Objects.requireNonNull(name), Objects.requireNonNull(level));
    }

    private static HttpResponse<?> json(Map<String, String> body) {
        return HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
