package io.clubroom.web.health;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether the server is shutting down. Set before any connection is closed, so that load balancers send requests elsewhere. */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Stopping implements GracefulShutdownCapable {
    private volatile boolean begun;

    boolean hasBegun() {
        return begun;
    }

    @Override
    public CompletionStage<?> shutdownGracefully() {
        begun = true;
        return CompletableFuture.completedStage(null);
    }
}
