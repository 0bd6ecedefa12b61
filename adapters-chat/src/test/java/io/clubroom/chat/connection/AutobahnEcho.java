package io.clubroom.chat.connection;

import io.clubroom.chat.TestNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.annotation.Secured;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What the Autobahn test suite talks to: the chat's endpoint and its end of a WebSocket, which give back what they hear. */
public final class AutobahnEcho {
    private AutobahnEcho() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws InterruptedException {
        TestNode.start(new TestNode.World(), Map.of("micronaut.server.port", arguments[0], "autobahn", true));
        new CountDownLatch(1).await();
    }

    /** The suite knows a port only. */
    @ServerWebSocket("/")
    @Secured("isAnonymous()")
    @Requires(property = "autobahn")
    static final class AtTheRoot extends ChatSocket {
        AtTheRoot() {
            super((channel, _) -> new Echo(channel));
        }
    }

    private static final class Echo extends WebSocketConnection {
        Echo(Channel channel) {
            super(channel);
        }

        @Override
        void begin() {
            channel.pipeline().addFirst(new WebSocket13FrameEncoder(false));
        }

        @Override
        void text(String text) {
            channel.writeAndFlush(new TextWebSocketFrame(text));
        }

        @Override
        void binary(ByteBuf content) {
            channel.writeAndFlush(new BinaryWebSocketFrame(content.retain()));
        }

        @Override
        public void send(ByteBuf frames, boolean essential) {
            channel.writeAndFlush(frames);
        }

        @Override
        void ending() {}

        @Override
        void ended() {}
    }
}
