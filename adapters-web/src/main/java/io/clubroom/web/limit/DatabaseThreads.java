package io.clubroom.web.limit;

import io.clubroom.web.connection.DirectMemory;
import io.clubroom.web.http.Blocking;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

/** Provides the executor for requests that use the database. */
@Factory
@Singleton
final class DatabaseThreads {
    private final MeasuredQueueExecutor executor;

    DatabaseThreads(DatabaseThreadsSettings settings, DirectMemory directMemory) {
        this.executor = new MeasuredQueueExecutor(
                Blocking.DATABASE,
                settings.count(),
                settings.maxWait(),
                new AwakeTime(System::nanoTime),
                directMemory::isScarce);
    }

    @Singleton
    @Named(Blocking.DATABASE)
    @Bean(preDestroy = "shutdown")
    ExecutorService executor() {
        return executor;
    }

    /** Whether another request would wait for too long, or there is no memory for its response. */
    boolean areOverloaded() {
        return executor.isOverloaded();
    }
}
