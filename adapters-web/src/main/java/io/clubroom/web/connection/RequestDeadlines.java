package io.clubroom.web.connection;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Adds a {@link RequestDeadline} to every connection. */
@Singleton
final class RequestDeadlines implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final String DEADLINE = "request-deadline";
    private static final String PROGRESS = "request-deadline-progress";
    private static final String INBOUND = ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND;

    private final Provider<ConnectionSettings> settings;
    private final Provider<HttpServerConfiguration> server;

    // Providers, because a listener for created beans must not create beans itself.
    RequestDeadlines(Provider<ConnectionSettings> settings, Provider<HttpServerConfiguration> server) {
        this.settings = settings;
        this.server = server;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null, null));
        return event.getBean();
    }

    private final class Customizer implements NettyServerCustomizer {
        private final @Nullable Channel channel;
        private final @Nullable RequestDeadline deadline;

        Customizer(@Nullable Channel channel, @Nullable RequestDeadline deadline) {
            this.channel = channel;
            this.deadline = deadline;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            if (role != ChannelRole.CONNECTION) {
                return this;
            }
            RequestDeadline added =
                    new RequestDeadline(settings.get(), server.get().getMaxRequestSize());
            channel.pipeline().addFirst(DEADLINE, added);
            return new Customizer(channel, added);
        }

        @Override
        public void onStreamPipelineBuilt() {
            // The handler is missing if the client disconnected while the pipeline was built.
            if (channel != null
                    && deadline != null
                    && channel.pipeline().get(HttpServerCodec.class) != null
                    && channel.pipeline().get(INBOUND) != null) {
                channel.pipeline().addBefore(INBOUND, PROGRESS, deadline.new Progress());
            }
        }
    }
}
