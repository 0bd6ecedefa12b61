package io.clubroom.web.operation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.ProducesJson;
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
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.annotation.Nullable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Shows and changes the log levels of this node. For administrators. */
@Controller("/api/log-levels")
@Tag(name = "Operating")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ProducesJson
final class LogLevelController {
    private final LogLevels levels;
    private final TokenRevocations revocations;
    private final ErrorResponses errors;

    LogLevelController(LogLevels levels, TokenRevocations revocations, ErrorResponses errors) {
        this.levels = levels;
        this.revocations = revocations;
        this.errors = errors;
    }

    /**
     * Show log levels.
     *
     * <p>For administrators. Covers the node that answers.
     */
    @Get
    @Operation(operationId = "getLogLevels")
    @ApiResponse(
            responseCode = "200",
            description = "The levels.",
            content = @Content(schema = @Schema(ref = "LogLevels")))
    HttpResponse<?> all(HttpRequest<?> request, Actor actor) {
        return ifAdmin(request, actor, () -> {
            Map<String, String> body = new TreeMap<>();
            levels.configured().forEach((logger, level) -> body.put(logger.value(), LogLevels.format(level)));
            return json(body);
        });
    }

    /**
     * Change a log level.
     *
     * <p>For administrators. Applies to the node that answers, until it restarts.
     */
    @Put("/{logger}")
    @Operation(operationId = "setLogLevel")
    @ApiResponse(
            responseCode = "200",
            description = "The level in effect.",
            content = @Content(schema = @Schema(ref = "ChangedLogLevel")))
    HttpResponse<?> set(
            HttpRequest<?> request,
            Actor actor,
            @Parameter(ref = "Logger") String logger,
            @RequestBody(ref = "LogLevelChange") @Nullable @Body byte[] body) {
        return ifAdmin(request, actor, () -> {
            JsonFields fields = JsonFields.parse(body);
            LoggerName name = fields.faults().collect(() -> LoggerName.of(logger));
            LogLevel level = fields.required("level", LogLevels::parse);
            fields.throwIfInvalid();
            LogLevel now = levels.set(Objects.requireNonNull(name), Objects.requireNonNull(level));
            return json(Map.of("level", LogLevels.format(now)));
        });
    }

    /**
     * Reset a log level.
     *
     * <p>For administrators. Restores the level that the logger had at startup.
     */
    @Delete("/{logger}")
    @Operation(operationId = "resetLogLevel")
    @ApiResponse(responseCode = "204", description = "The logger has its level of startup again.")
    @Fails(ErrorCode.INVALID_INPUT)
    HttpResponse<?> reset(HttpRequest<?> request, Actor actor, @Parameter(ref = "Logger") String logger) {
        return ifAdmin(request, actor, () -> {
            levels.reset(LoggerName.of(logger));
            return HttpResponse.noContent();
        });
    }

    private HttpResponse<?> ifAdmin(HttpRequest<?> request, Actor actor, Supplier<HttpResponse<?>> answer) {
        // The token may have been revoked since its check, while the body was received.
        if (actor instanceof Actor.SignedIn signedIn && revocations.isRevoked(signedIn)) {
            throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
        }
        return actor.isAdmin() ? answer.get() : errors.of(request, ErrorCode.FORBIDDEN);
    }

    private static HttpResponse<?> json(Map<String, String> body) {
        return HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
