package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseClockTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final Instant LOCAL = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Instant DATABASE = Instant.parse("2026-03-01T11:00:00Z");

    // A monotonic clock with an arbitrary start.
    private final AtomicLong nanoTime = new AtomicLong(-Duration.ofDays(3).toNanos());
    private final DatabaseClock clock = new DatabaseClock(InstantSource.fixed(LOCAL), nanoTime::get);

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private void read(Instant time, Duration roundTrip) {
        long sent = clock.nanoTime();
        pass(roundTrip);
        clock.read(time, sent);
    }

    @Test
    void is_this_machines_clock_in_microseconds_before_the_first_reading() {
        assertThat(clock.instant()).isEqualTo("2026-03-01T12:00:00.123456Z");
    }

    @Test
    void is_the_databases_clock_after_a_reading_and_advances_with_the_monotonic_clock() {
        read(DATABASE, Duration.ZERO);
        assertThat(clock.instant()).isEqualTo(DATABASE);

        pass(Duration.ofMinutes(7));

        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(420));
        assertThat(clock.millis()).isEqualTo(DATABASE.plusSeconds(420).toEpochMilli());
    }

    @Test
    void assumes_that_the_first_reading_was_made_in_the_middle_of_its_round_trip() {
        read(DATABASE, Duration.ofMillis(10));

        assertThat(clock.instant()).isEqualTo(DATABASE.plusMillis(5));
    }

    @Test
    void does_not_follow_the_duration_of_round_trips() {
        read(DATABASE, Duration.ZERO);

        // Made at the end, then at the beginning of its round trip.
        read(DATABASE.plusMillis(400), Duration.ofMillis(400));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusMillis(400));
        read(DATABASE.plusMillis(400), Duration.ofMillis(400));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusMillis(800));
    }

    @Test
    void follows_a_clock_that_is_adjusted_or_of_another_server_as_far_as_readings_require() {
        read(DATABASE, Duration.ZERO);

        read(DATABASE.plusSeconds(60), Duration.ofMillis(10));
        assertThat(clock.instant()).isEqualTo(DATABASE.plusSeconds(60));

        read(DATABASE.minusSeconds(60), Duration.ofMillis(10));
        assertThat(clock.instant()).isEqualTo(DATABASE.minusSeconds(60).plusMillis(10));
    }

    @Test
    void a_node_has_the_time_of_its_database_from_its_start_on() throws Exception {
        // Found before the function of PostgreSQL; an hour ahead of this machine, like the clock of another.
        Sql.execute(
                STORE.database(),
                "CREATE SCHEMA IF NOT EXISTS ahead",
                """
                CREATE OR REPLACE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
                $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$\
                """,
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = ahead, pg_catalog, public',"
                        + " current_database()); END $$");
        try (Node node = Node.on(STORE.database(), 2)) {
            Instant before = time();
            Instant now = node.clock().instant();
            Instant after = time();

            Duration tolerance = Duration.ofMillis(500);
            assertThat(now).isBetween(before.minus(tolerance), after.plus(tolerance));
            assertThat(now).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
        } finally {
            Sql.execute(
                    STORE.database(),
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET search_path', current_database()); END $$",
                    "DROP SCHEMA ahead CASCADE");
        }
    }

    private static Instant time() throws Exception {
        return OffsetDateTime.parse(Sql.value(STORE.database(), "SELECT to_json(clock_timestamp()) #>> '{}'"))
                .toInstant();
    }
}
