package io.clubroom.chat.connection;

import io.micronaut.security.annotation.Secured;
import io.micronaut.websocket.annotation.ServerWebSocket;

/** The chat at one of its two paths. */
@ServerWebSocket("/api/chat/ws")
@Secured("isAnonymous()")
final class ChatWs extends ChatSocket {
    ChatWs(Sockets sockets) {
        super(sockets);
    }
}
