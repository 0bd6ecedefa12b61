package io.clubroom.web.chat;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.ProducesJson;
import io.clubroom.web.http.QueryParameters;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Answers requests for the chat's paths that are not WebSocket upgrades. The module {@code adapters-chat} serves the upgrades. */
@Controller
@Tag(name = "Chat")
@Secured(SecurityRule.IS_ANONYMOUS)
@ProducesJson
final class SocketController {
    private final ErrorResponses errors;

    SocketController(ErrorResponses errors) {
        this.errors = errors;
    }

    /**
     * Open the chat (WebSocket).
     *
     * <p>Upgrades an HTTP/1.1 connection to WebSocket. <a href="/asyncapi.yaml">The AsyncAPI document</a> describes the frames.
     */
    @Get("/api/chat/ws")
    @Operation(
            parameters = {
                @Parameter(name = "token", ref = "SocketToken"),
                @Parameter(name = "protocol", ref = "SocketProtocol")
            })
    @ApiResponse(responseCode = "101", description = "The connection is a WebSocket from here on.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.UPGRADE_REQUIRED})
    HttpResponse<?> openChat(HttpRequest<?> request) {
        return upgradeRequired(request);
    }

    /**
     * Open the chat under its other path.
     *
     * <p>The same as {@code GET /api/chat/ws}.
     */
    @Get("/api/ws/chat")
    @Operation(
            parameters = {
                @Parameter(name = "token", ref = "SocketToken"),
                @Parameter(name = "protocol", ref = "SocketProtocol")
            })
    @ApiResponse(responseCode = "101", description = "The connection is a WebSocket from here on.")
    @Fails({ErrorCode.INVALID_INPUT, ErrorCode.UPGRADE_REQUIRED})
    HttpResponse<?> openChatUnderOtherPath(HttpRequest<?> request) {
        return upgradeRequired(request);
    }

    private HttpResponse<?> upgradeRequired(HttpRequest<?> request) {
        QueryParameters parameters = new QueryParameters(request);
        parameters.optional("protocol", SocketController::protocol);
        parameters.throwIfInvalid();
        return errors.of(request, ErrorCode.UPGRADE_REQUIRED)
                .header(HttpHeaders.UPGRADE, "websocket")
                .header(HttpHeaders.CONNECTION, "Upgrade");
    }

    private static String protocol(String version) {
        if (!version.matches("0*[1-9][0-9]*")) {
            throw new InvalidValue("protocol", "must be a whole number of at least 1");
        }
        return version;
    }
}
