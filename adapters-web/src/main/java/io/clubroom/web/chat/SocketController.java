package io.clubroom.web.chat;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.ProducesJson;
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

/** Answers requests to the chat's paths that do not ask for WebSocket; the chat itself serves the upgrades. */
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
     * <p>An upgrade to WebSocket over HTTP/1.1. <a href="/asyncapi.yaml">The AsyncAPI document</a> describes the frames.
     */
    @Get("/api/chat/ws")
    @Operation(parameters = @Parameter(name = "token", ref = "SocketToken"))
    @ApiResponse(responseCode = "101", description = "The connection is a WebSocket from here on.")
    @Fails(ErrorCode.UPGRADE_REQUIRED)
    HttpResponse<?> openChat(HttpRequest<?> request) {
        return upgradeRequired(request);
    }

    /**
     * Open the chat under its other path.
     *
     * <p>The same as {@code GET /api/chat/ws}.
     */
    @Get("/api/ws/chat")
    @Operation(parameters = @Parameter(name = "token", ref = "SocketToken"))
    @ApiResponse(responseCode = "101", description = "The connection is a WebSocket from here on.")
    @Fails(ErrorCode.UPGRADE_REQUIRED)
    HttpResponse<?> openChatUnderOtherPath(HttpRequest<?> request) {
        return upgradeRequired(request);
    }

    private HttpResponse<?> upgradeRequired(HttpRequest<?> request) {
        return errors.of(request, ErrorCode.UPGRADE_REQUIRED)
                .header(HttpHeaders.UPGRADE, "websocket")
                .header(HttpHeaders.CONNECTION, "Upgrade");
    }
}
