package io.clubroom.chat.connection;

import io.clubroom.chat.ChatConfiguration;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;
import java.util.Optional;

/** What the Autobahn test suite talks to: the chat's upgrade and its end of a WebSocket, which give back what they hear. */
public final class AutobahnEcho {
    private AutobahnEcho() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws InterruptedException {
        Origins origins = new Origins(new ChatConfiguration(20, 1_048_576, List.of()));
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new AtThePathOfTheChat(),
                                        new ChatUpgrade(
                                                (upgraded, _) -> new Echo(upgraded),
                                                origins,
                                                (_, _) -> Optional.empty()));
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    /** The suite knows a port only. */
    private static final class AtThePathOfTheChat extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                request.setUri("/api/chat/ws");
            }
            context.fireChannelRead(message);
        }
    }

    private static final class Echo extends WebSocketConnection {
        Echo(Channel channel) {
            super(channel);
        }

        @Override
        void begin() {}

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
