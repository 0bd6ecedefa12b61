package io.clubroom.web.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts open HTTP connections.
 *
 * <p>The framework's binder for Netty channels counts them too, but also every read and write, in a handler of each connection.
 */
@Singleton
final class ConnectionMetrics implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Provider<MeterRegistry> registry;
    private final AtomicInteger open = new AtomicInteger();

    // A provider, because a listener for bean creation must not itself create beans.
    ConnectionMetrics(Provider<MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        Gauge.builder("api_active_connections", open, AtomicInteger::get)
                .description("Open HTTP connections")
                .register(registry.get());
        event.getBean().register(new Counting());
        return event.getBean();
    }

    private final class Counting implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            if (role == ChannelRole.CONNECTION) {
                open.incrementAndGet();
                channel.closeFuture().addListener(_ -> open.decrementAndGet());
            }
            return this;
        }
    }
}
