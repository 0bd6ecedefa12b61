package io.clubroom.chat.upgrade;

import io.clubroom.chat.connection.WebSocketConnection;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.netty.websocket.AbstractNettyWebSocketHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.Map;

/** Replaces the framework's handlers of an upgraded channel with those of a {@link WebSocketConnection}. */
final class ChannelTakeover {
    private static final String DECODER = "chat-frame-decoder";

    private ChannelTakeover() {}

    /**
     * Leaves only TLS, the frame decoder and the connection in the pipeline, and no reference to the upgrade request. Must be called from
     * {@code @OnOpen}.
     *
     * @param http the context of the framework's HTTP handler
     */
    static void takeOver(ChannelHandlerContext http, WebSocketConnection connection) {
        ChannelPipeline pipeline = http.pipeline();
        ChannelHandlerContext decoder = pipeline.context(WebSocketFrameDecoder.class);
        // This includes the framework's HTTP handler, whose context the framework references as long as the channel is
        // open. A context removed now does not reference the frame handler, which holds the request and is added after
        // @OnOpen.
        String name = http.name();
        removeHttpHandlers(pipeline, decoder.handler());
        // The framework's decoder accepts extensions, and closes the channel before the client can read the close
        // frame.
        pipeline.replace(decoder.name(), DECODER, WebSocketConnection.newDecoder());
        pipeline.remove(WebSocketFrameEncoder.class);
        connection.install(pipeline.context(DECODER));

        // The framework adds its frame handler before the handler of this name, and then removes the latter. The frame
        // handler is never used: it is removed as soon as the framework has returned.
        pipeline.addLast(name, new ChannelHandlerAdapter() {});
        http.executor().execute(() -> {
            if (pipeline.context(AbstractNettyWebSocketHandler.ID) != null) {
                pipeline.remove(AbstractNettyWebSocketHandler.ID);
            }
        });
        connection.open();
    }

    private static void removeHttpHandlers(ChannelPipeline pipeline, ChannelHandler decoder) {
        boolean isBehindDecoder = false;
        for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
            ChannelHandler handler = entry.getValue();
            boolean isOfHttp = isBehindDecoder || entry.getKey().equals(ChannelPipelineCustomizer.HANDLER_IDLE_STATE);
            isBehindDecoder |= handler == decoder;
            // The codec removes itself once it has written the handshake response.
            if (isOfHttp && !(handler instanceof HttpServerCodec)) {
                pipeline.remove(handler);
            }
        }
    }
}
