package io.clubroom.chat.connection;

import io.clubroom.chat.TestNode;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.upgrade.ChatEndpoint;
import io.micronaut.context.annotation.Requires;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The server for the Autobahn test suite: the endpoint and the WebSocket connections of the chat, which echo each message. */
public final class AutobahnEcho {
    private static final int OUTBOUND_LIMIT = 1_048_576;

    private AutobahnEcho() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws InterruptedException {
        TestNode.start(new TestNode.World(), Map.of("micronaut.server.port", arguments[0], "autobahn", true));
        new CountDownLatch(1).await();
    }

    /** The suite connects to the root path. */
    @ServerWebSocket("/")
    @Requires(property = "autobahn")
    static final class AtRoot extends ChatEndpoint {
        AtRoot() {
            super((channel, _, _) -> new WebSocketConnection(
                    channel, OUTBOUND_LIMIT, WebSocketConnection.PING_INTERVAL, new Echo(channel)));
        }
    }

    private record Echo(Channel channel) implements WebSocketConnection.Listener {
        @Override
        public void onOpen() {
            channel.pipeline().addFirst(new WebSocket13FrameEncoder(false));
        }

        @Override
        public void onText(String text) {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }

        @Override
        public void onBinary(ByteBuf content) {
            channel.writeAndFlush(new BinaryWebSocketFrame(content.retain()));
        }

        @Override
        public boolean onPing() {
            return true;
        }

        @Override
        public void onClosing(@Nullable CloseCode code) {}

        @Override
        public void onClosed() {}
    }
}
