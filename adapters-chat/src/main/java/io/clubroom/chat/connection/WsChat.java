package io.clubroom.chat.connection;

import io.micronaut.security.annotation.Secured;
import io.micronaut.websocket.annotation.ServerWebSocket;

/** The chat at one of its two paths. */
@ServerWebSocket("/api/ws/chat")
@Secured("isAnonymous()")
final class WsChat extends ChatSocket {
    WsChat(Sockets sockets) {
        super(sockets);
    }
}
