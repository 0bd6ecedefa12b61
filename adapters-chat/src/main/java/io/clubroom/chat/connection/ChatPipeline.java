package io.clubroom.chat.connection;

import io.clubroom.chat.Admission;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerCodec;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Puts the {@link ChatUpgrade} into the pipeline of each HTTP/1.1 connection. */
@Singleton
final class ChatPipeline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Provider<Connections> connections;
    private final Provider<Origins> origins;
    private final Provider<Admission> admission;

    ChatPipeline(Provider<Connections> connections, Provider<Origins> origins, Provider<Admission> admission) {
        this.connections = connections;
        this.origins = origins;
        this.admission = admission;
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
            ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
            if (codec != null) {
                channel.pipeline()
                        .addAfter(
                                codec.name(),
                                ChatUpgrade.NAME,
                                new ChatUpgrade(connections.get()::create, origins.get(), admission.get()));
            }
        }
    }
}
