package io.clubroom.web.connection;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** Adds a {@link RequestDeadline} and a {@link RequestGate} to every connection, and limits the bytes per read. */
@Singleton
final class ConnectionCustomizer implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final String DEADLINE = "request-deadline";
    private static final String GATE = "request-gate";
    private static final String INBOUND = ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND;

    private static final int SMALLEST_READ = 64;
    private static final int FIRST_READ = 2_048;

    private final Provider<ConnectionSettings> settings;
    private final Provider<HttpConnections> connections;
    private final Provider<BodyLimits> limits;

    // Providers, because a listener for created beans must not create beans itself.
    ConnectionCustomizer(
            Provider<ConnectionSettings> settings, Provider<HttpConnections> connections, Provider<BodyLimits> limits) {
        this.settings = settings;
        this.connections = connections;
        this.limits = limits;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Listener());
        return event.getBean();
    }

    private final class Listener implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Connection(channel) : this;
        }
    }

    private final class Connection implements NettyServerCustomizer {
        private final Channel channel;
        private final HttpConnection connection;
        private final RequestDeadline deadline;

        Connection(Channel channel) {
            this.channel = channel;
            channel.config()
                    .setRecvByteBufAllocator(
                            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, HttpBounds.READ_BYTES)
                                    .maxMessagesPerRead(1));
            this.connection = connections.get().open(channel);
            this.deadline = new RequestDeadline(settings.get(), connections.get(), connection);
            channel.pipeline().addFirst(DEADLINE, deadline);
        }

        @Override
        public void onInitialPipelineBuilt() {
            Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
            if (http2 != null) {
                Http2Connection streams = http2.connection();
                Http2Requests requests = new Http2Requests(connections.get(), connection, http2, limits.get());
                http2.decoder().frameListener(requests);
                deadline.http2(requests);
                streams.remote()
                        .flowController(new Http2Responses(
                                connections.get(),
                                connection,
                                streams,
                                requests::reset,
                                settings.get().idleTimeout()));
            }
        }

        @Override
        public void onStreamPipelineBuilt() {
            // The handler is missing if the client disconnected while the pipeline was built.
            if (channel.pipeline().get(HttpServerCodec.class) != null
                    && channel.pipeline().get(INBOUND) != null) {
                String codec = channel.pipeline().context(HttpServerCodec.class).name();
                channel.pipeline()
                        .addAfter(codec, GATE, new RequestGate(connections.get(), connection, deadline, limits.get()));
            }
        }
    }
}
