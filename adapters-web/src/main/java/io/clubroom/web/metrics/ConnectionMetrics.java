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

/** Counts the connections that are open. */
@Singleton
final class ConnectionMetrics implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Provider<MeterRegistry> registry;
    private final AtomicInteger open = new AtomicInteger();

    // Not the registry itself: whatever hears of every new bean must not bring others into being.
    ConnectionMetrics(Provider<MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        Gauge.builder("api_active_connections", open, AtomicInteger::get)
                .description("HTTP connections that are open now")
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
