package io.clubroom.bootstrap.core;

import io.clubroom.application.mail.LinkCodes;
import io.clubroom.bootstrap.RandomSecret;
import io.clubroom.domain.chat.MessageIds;
import io.clubroom.domain.factor.RandomBytes;
import io.clubroom.persistence.DatabaseClock;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The clock, the ids, the secrets and the codes that the core works with. */
@Factory
final class Sources {
    private static final int SECRET_BYTES = 32;

    /** The number of codes of six digits. */
    private static final int CODES = 1_000_000;

    private static final Duration MICROSECOND = Duration.of(1, ChronoUnit.MICROS);

    /**
     * The database's clock, because the clocks of several nodes differ; without a database, this machine's. It ticks in microseconds, the
     * precision of PostgreSQL, so that stored times equal those read.
     */
    // Primary, because the framework also has a clock.
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

    @Singleton
    RandomBytes randomBytes() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    @Singleton
    MessageIds messageIds(InstantSource clock) {
        return new TimeOrderedIds(clock);
    }

    /** For {@link LinkCodes}. */
    @Singleton
    IntSupplier codes() {
        SecureRandom random = new SecureRandom();
        return () -> random.nextInt(CODES);
    }
}
