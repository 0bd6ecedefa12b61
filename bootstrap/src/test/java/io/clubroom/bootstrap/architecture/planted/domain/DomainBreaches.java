package io.clubroom.bootstrap.architecture.planted.domain;

import io.clubroom.bootstrap.architecture.planted.application.AnswersWithABoolean;
import io.micronaut.context.BeanContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Violations in the domain. */
public final class DomainBreaches {
    private DomainBreaches() {}

    public interface SeesTheApplication {
        AnswersWithABoolean useCase();
    }

    public interface KnowsAFramework {
        BeanContext context();
    }

    public interface ReadsFiles {
        Path file();
    }

    /** A port. */
    public interface Things {}

    public static final class ThingsInMemory implements Things {}

    /** No violation: sealed, and therefore not a port. */
    public sealed interface Outcome {
        record Done() implements Outcome {}
    }

    /** Violations: each method uses one source of time or randomness. */
    public static final class TakesTimeAndChance {
        Instant instant() {
            return Instant.now();
        }

        LocalDate date() {
            return LocalDate.now(ZoneOffset.UTC);
        }

        Date oldDate() {
            return new Date();
        }

        long milliseconds() {
            return System.currentTimeMillis();
        }

        long nanoseconds() {
            return System.nanoTime();
        }

        Clock clock() {
            return Clock.systemUTC();
        }

        InstantSource source() {
            return InstantSource.system();
        }

        Supplier<Instant> reference() {
            return Instant::now;
        }

        UUID id() {
            return UUID.randomUUID();
        }

        Random random() {
            return new Random();
        }

        SecureRandom secureRandom() {
            return new SecureRandom();
        }

        int threadLocalRandom() {
            return ThreadLocalRandom.current().nextInt();
        }

        double mathRandom() {
            return Math.random();
        }

        void shuffle(List<String> cards) {
            Collections.shuffle(cards);
        }
    }

    /** No violation: time and ids are injected. */
    public static final class IsGivenTimeAndChance {
        private final InstantSource clock;
        private final Supplier<UUID> ids;

        IsGivenTimeAndChance(InstantSource clock, Supplier<UUID> ids) {
            this.clock = clock;
            this.ids = ids;
        }

        String stamp() {
            return clock.instant() + " " + ids.get();
        }
    }
}
