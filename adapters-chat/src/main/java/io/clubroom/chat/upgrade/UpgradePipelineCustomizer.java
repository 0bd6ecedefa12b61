package io.clubroom.chat.upgrade;

import io.clubroom.chat.connection.Connections;
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
 * Replaces the framework's handler for WebSocket compression, which inflates frames without a limit, with an {@link UpgradeHeaderHandler};
 * registers the server channels with {@link Connections}.
 */
@Singleton
final class UpgradePipelineCustomizer implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Provider<Connections> connections;
    private final UpgradeHeaderHandler upgradeHeader;

    UpgradePipelineCustomizer(Provider<Connections> connections, BeanContext context) {
        this.connections = connections;
        this.upgradeHeader = new UpgradeHeaderHandler(
                context.getBeanDefinitions(Qualifiers.byStereotype(ServerWebSocket.class)).stream()
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
                connections.get().addListener(channel);
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
                channel.pipeline().replace(compression.name(), "chat-upgrade-header", upgradeHeader);
            }
        }
    }
}
