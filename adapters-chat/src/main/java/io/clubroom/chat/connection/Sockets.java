package io.clubroom.chat.connection;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Makes the server's end of the connections that are upgraded. */
interface Sockets {
    /** @param token what the client has said of who it is, null if nothing */
    WebSocketConnection create(Channel channel, @Nullable String token);
}
