package io.clubroom.web.http;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

@Factory
final class DatabaseThreads {
    @Singleton
    @Named(Blocking.DATABASE)
    @Bean(preDestroy = "shutdown")
    ExecutorService databaseThreads(DatabaseThreadsSettings settings) {
        return new BoundedWaitExecutor(Blocking.DATABASE, settings.count(), settings.maxWait(), System::nanoTime);
    }
}
