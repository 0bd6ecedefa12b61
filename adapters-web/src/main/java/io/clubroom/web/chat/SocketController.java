package io.clubroom.web.chat;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.AnswersJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** Answers whoever asks for the chat without an upgrade to WebSocket; upgrades do not come here. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@AnswersJson
final class SocketController {
    private final ErrorResponses errors;

    SocketController(ErrorResponses errors) {
        this.errors = errors;
    }

    @Get(uris = {"/api/chat/ws", "/api/ws/chat"})
    @ChatOperations.Socket
    @Fails(ErrorCode.UPGRADE_REQUIRED)
    HttpResponse<?> refuse(HttpRequest<?> request) {
        return errors.of(request, ErrorCode.UPGRADE_REQUIRED)
                .header(HttpHeaders.UPGRADE, "websocket")
                .header(HttpHeaders.CONNECTION, "Upgrade");
    }
}
