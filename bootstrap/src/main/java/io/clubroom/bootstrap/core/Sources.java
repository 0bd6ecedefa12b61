package io.clubroom.bootstrap.core;

import io.clubroom.bootstrap.RandomSecret;
import io.clubroom.persistence.DatabaseClock;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The clock, the ids and the secrets that the core works with. */
@Factory
final class Sources {
    private static final int SECRET_BYTES = 32;
    private static final Duration MICROSECOND = Duration.of(1, ChronoUnit.MICROS);

    /**
     * The database's clock, because those of several nodes differ; without a database, this machine's. Ticks in microseconds, because
     * PostgreSQL keeps no more: what is stored then equals what is read.
     */
    // Primary, because the framework has a clock, too.
    @Primary
    @Singleton
    InstantSource clock(Optional<DatabaseClock> database) {
        return database.<InstantSource>map(clock -> clock).orElseGet(() -> Clock.tick(Clock.systemUTC(), MICROSECOND));
    }

    @Singleton
    Supplier<UUID> ids() {
        return UUID::randomUUID;
    }

    @Singleton
    Supplier<String> secrets() {
        return () -> RandomSecret.ofBytes(SECRET_BYTES);
    }
}
