package io.clubroom.chat.connection;

import io.micronaut.context.BeanContext;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the compression of WebSocket, which has no limit to what it makes of a frame, out of the pipeline of each HTTP/1.1 connection, and
 * has what is no upgrade to the chat treated as if it asked for none.
 */
@Singleton
final class ChatPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Provider<Connections> connections;
    private final ForeignUpgrades foreignUpgrades;

    ChatPipeline(Provider<Connections> connections, BeanContext context) {
        this.connections = connections;
        this.foreignUpgrades =
                new ForeignUpgrades(context.getBeanDefinitions(Qualifiers.byStereotype(ServerWebSocket.class)).stream()
                        .map(endpoint ->
                                endpoint.stringValue(ServerWebSocket.class).orElseThrow())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    private final class Customizer implements NettyServerCustomizer {
        private final @Nullable Channel channel;

        Customizer(@Nullable Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            if (role == ChannelRole.LISTENER) {
                connections.get().reachedThrough(channel);
            }
            return new Customizer(channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel == null) {
                return;
            }
            ChannelHandlerContext compression = channel.pipeline().context(WebSocketServerCompressionHandler.class);
            if (compression != null) {
                channel.pipeline().replace(compression.name(), "foreign-upgrades", foreignUpgrades);
            }
        }
    }
}
