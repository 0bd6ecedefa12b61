package io.clubroom.web.limit;

import io.clubroom.web.http.Blocking;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

/** The threads that calls which touch the database run on. */
@Factory
@Singleton
final class DatabaseThreads {
    private final MeasuredQueueExecutor threads;

    DatabaseThreads(DatabaseThreadsSettings settings) {
        this.threads =
                new MeasuredQueueExecutor(Blocking.DATABASE, settings.count(), settings.maxWait(), System::nanoTime);
    }

    @Singleton
    @Named(Blocking.DATABASE)
    @Bean(preDestroy = "shutdown")
    ExecutorService executor() {
        return threads;
    }

    /** Whether one more call would have to wait too long. */
    boolean areBusy() {
        return threads.isFull();
    }
}
