package io.clubroom.web.support;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;

/** The ids and the secrets that the use cases work with. */
@Factory
final class TestSources {
    @Singleton
    Supplier<UUID> ids() {
        return UUID::randomUUID;
    }

    @Singleton
    Supplier<String> secrets() {
        return () ->
                (UUID.randomUUID() + "-" + UUID.randomUUID()).replace("-", "").substring(0, 43);
    }
}
