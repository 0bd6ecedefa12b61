package io.clubroom.chat.connection;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Creates the server side of each upgraded connection. */
@FunctionalInterface
public interface ConnectionFactory {
    /**
     * @param token the access token of the upgrade request; null if it has none
     * @param protocol the {@link io.clubroom.chat.frame.Protocol} version that the upgrade request asks for; null if it asks for none
     */
    WebSocketConnection create(Channel channel, @Nullable String token, @Nullable Integer protocol);
}
