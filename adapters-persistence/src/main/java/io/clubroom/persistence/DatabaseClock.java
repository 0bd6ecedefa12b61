package io.clubroom.persistence;

import io.micronaut.context.annotation.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, in microseconds, which is the precision of the database. Nodes whose own clocks differ agree on it to within the
 * duration of a round trip to the database.
 *
 * <p>{@link DatabaseWatch} reads it repeatedly. In between, and while the database is unreachable, it advances by this machine's monotonic
 * clock. Before the first reading it is this machine's clock.
 */
@Singleton
@Bean(typed = DatabaseClock.class)
public final class DatabaseClock implements InstantSource {
    private final InstantSource local;
    private final LongSupplier nanoTime;

    /** The time of the database when {@link #nanoTime} was zero, null before the first reading. */
    private volatile @Nullable Instant origin;

    @Inject
    DatabaseClock() {
        this(Clock.systemUTC(), System::nanoTime);
    }

    DatabaseClock(InstantSource local, LongSupplier nanoTime) {
        this.local = local;
        this.nanoTime = nanoTime;
    }

    @Override
    public Instant instant() {
        Instant known = origin;
        Instant now = known == null ? local.instant() : known.plusNanos(nanoTime.getAsLong());
        return now.truncatedTo(ChronoUnit.MICROS);
    }

    /** The monotonic time, to be passed to {@link #read}. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /**
     * Adjusts the clock to a reading, by no more than the reading requires, so that it does not jump with the duration of the round trips.
     *
     * @param time the database's time, at some moment between {@code sent} and now
     * @param sent the monotonic time when the reading was requested
     */
    void read(Instant time, long sent) {
        Instant earliest = time.minusNanos(nanoTime.getAsLong());
        Instant latest = time.minusNanos(sent);
        Instant known = origin;
        if (known == null) {
            origin = earliest.plus(Duration.between(earliest, latest).dividedBy(2));
        } else if (known.isBefore(earliest)) {
            origin = earliest;
        } else if (known.isAfter(latest)) {
            origin = latest;
        }
    }
}
