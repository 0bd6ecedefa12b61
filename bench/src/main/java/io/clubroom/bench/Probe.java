package io.clubroom.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bare Netty server: the limit of what any server on Netty can do. It answers every request with JSON and sends each chat message to every connection. */
final class Probe {
    private static final String JSON = """
        {"id":"00000000-0000-4000-8000-100000000777","username":"user777","email":"user777@example.com",\
        "full_name":"First Last777","phone_number":"+48123456777","active":true,"role":"client",\
        "created_at":"2026-11-22T16:23:00.123456Z","updated_at":"2026-11-22T16:23:00.123456Z"}\
        """;

    private Probe() {}

    /** Arguments: the port, and the length of a message frame in bytes. */
    public static void main(String[] arguments) throws Exception {
        Net.silenceLibraries();
        byte[] body = JSON.getBytes(StandardCharsets.US_ASCII);
        ByteBuf frame = Unpooled.unreleasableBuffer(frame(Integer.parseInt(arguments[1])));
        Map<EventExecutor, List<Channel>> rooms = new ConcurrentHashMap<>();
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), Net.io()))
                .channel(Net.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketServerProtocolHandler("/api/chat/ws"),
                                        new Messages(rooms, frame),
                                        new Requests(body));
                    }
                })
                .bind(Net.HOST, Integer.parseInt(arguments[0]))
                .sync();
        // Ends when the parent process ends.
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    private static ByteBuf frame(int length) {
        ByteBuf frame = Unpooled.directBuffer(length);
        frame.writeByte(0x81).writeByte(126).writeShort(length - 4);
        String text = "{\"type\":\"message\",\"content\":\"" + "x".repeat(length - 4 - 32) + "\"}}";
        frame.writeCharSequence(text.substring(0, length - 4), StandardCharsets.US_ASCII);
        return frame;
    }

    private static final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final byte[] body;

        Requests(byte[] body) {
            this.body = body;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            context.write(response, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    private static final class Messages extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Map<EventExecutor, List<Channel>> rooms;
        private final ByteBuf frame;

        Messages(Map<EventExecutor, List<Channel>> rooms, ByteBuf frame) {
            this.rooms = rooms;
            this.frame = frame;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete) {
                List<Channel> room = rooms.computeIfAbsent(context.executor(), _ -> new ArrayList<>());
                Channel channel = context.channel();
                room.add(channel);
                channel.closeFuture().addListener((ChannelFutureListener) _ -> room.remove(channel));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame said) {
            if (said.content().getByte(said.content().readerIndex() + 9) == 'c') {
                context.writeAndFlush(new TextWebSocketFrame("{\"type\":\"connected\"}"));
            } else {
                rooms.forEach((loop, room) -> loop.execute(() -> {
                    for (Channel channel : room) {
                        // Already encoded, so it bypasses the pipeline.
                        channel.pipeline().firstContext().writeAndFlush(frame.duplicate(), channel.voidPromise());
                    }
                }));
            }
        }
    }
}
