package io.clubroom.bootstrap.core;

import io.clubroom.bootstrap.RandomSecret;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Where the core has its time, its identities and its secrets from. */
@Factory
final class Sources {
    private static final int SECRET_BYTES = 32;

    // The framework brings a clock of its own.
    @Primary
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
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
