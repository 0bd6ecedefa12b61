package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.user.UserFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasuredStatementsTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private DatabaseUrl database;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.migrated();
        node = Node.on(database, 2, meters);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private double count(String operation, String table) {
        return meters.get("api.db.queries")
                .tags("operation", operation, "table", table)
                .counter()
                .count();
    }

    @Test
    void counts_every_statement_by_operation_and_table() {
        User user = UserFixture.user().build();

        node.users().add(user);
        node.users().find(user.id());
        node.directory().list(UserFilter.ALL, UserOrder.NEWEST_FIRST, null, 10);
        node.directory().count(UserFilter.ALL);
        node.transactions().call(() -> {
            node.admins().lock();
            node.users().lock(user.id());
            node.users().update(user);
            return true;
        });
        node.users().remove(user.id());
        node.revocations().revokeBelow(user.id(), 3);
        node.refreshTokens().removeFamily(UUID.randomUUID());

        assertThat(count("INSERT", "users")).isEqualTo(1);
        assertThat(count("SELECT", "users")).isEqualTo(5);
        assertThat(count("UPDATE", "users")).isEqualTo(1);
        assertThat(count("DELETE", "users")).isEqualTo(1);
        assertThat(count("INSERT", "token_revocations")).isEqualTo(1);
        assertThat(count("DELETE", "refresh_tokens")).isEqualTo(1);
    }

    @Test
    void times_every_statement_in_buckets_from_1_ms_to_2_5_s() {
        node.users().find(new UserId(UUID.randomUUID()));

        var duration = meters.get("api.db.query.duration")
                .tags("operation", "SELECT", "table", "users")
                .timer();
        assertThat(duration.count()).isEqualTo(1);
        assertThat(duration.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(Stream.of(duration.takeSnapshot().histogramCounts())
                        .map((CountAtBucket bucket) -> bucket.bucket(TimeUnit.MILLISECONDS)))
                .containsExactly(1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0);
    }

    @Test
    void counts_statements_that_fail() throws Exception {
        Sql.execute(database, "DROP TABLE users CASCADE");

        assertThatThrownBy(() -> node.users().find(new UserId(UUID.randomUUID())))
                .hasStackTraceContaining("users");

        assertThat(count("SELECT", "users")).isEqualTo(1);
    }

    @Test
    void logs_the_name_of_a_slow_statement_without_its_parameters() throws Exception {
        Sql.execute(database, """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(0.55); RETURN NEW; END $$;
            CREATE TRIGGER slow BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION slow()\
            """);
        User user = UserFixture.user().build();

        try (Logged log = Logged.by(MeasuredStatements.class)) {
            node.users().add(user);

            // On a busy machine, statements of tests in other threads may be slow, too.
            assertThat(log.events())
                    .filteredOn(line ->
                            line.getThreadName().equals(Thread.currentThread().getName()))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getLevel()).isEqualTo(Level.WARN);
                        assertThat(line.getFormattedMessage())
                                .contains("UserRows.insert")
                                .doesNotContain(user.username().value());
                    });
        }
    }
}
