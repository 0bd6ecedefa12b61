package io.clubroom.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.annotation.Context;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Checks the database periodically over its own connection, and updates the {@link DatabaseGate}. */
@Context
final class DatabaseWatch {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration PERIOD_DURING_OUTAGE = Duration.ofMillis(200);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(50);

    /**
     * If other statements succeeded within this time, only the connection of the watch has failed, and the database counts as reachable.
     */
    private static final Duration SUCCESS_WINDOW = Duration.ofSeconds(1);

    /** A server that answers checks counts as read-only for this long after a statement failed to store something. */
    private static final Duration FAILURE_WINDOW = Duration.ofSeconds(2);

    private final DatabaseGate gate;
    private final DatabaseClock clock;
    private final HikariDataSource pool;
    private final PostgresConnections connections;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("database-watch").unstarted(this::watch);
    private @Nullable Connection connection;
    private boolean lostConnection;

    DatabaseWatch(DatabaseGate gate, DatabaseClock clock, DataSource dataSource) throws SQLException {
        this.gate = gate;
        this.clock = clock;
        this.pool = DelegatingDataSource.unwrapDataSource(dataSource).unwrap(HikariDataSource.class);
        this.connections = (PostgresConnections) pool.getDataSource();
        // Reads the clock before anything is stored.
        ask();
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        connections.close();
        thread.interrupt();
        thread.join();
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                ask();
                if (gate.up()) {
                    // Limits the rate of checks when many statements fail.
                    Thread.sleep(SHORTEST_PERIOD);
                    gate.awaitCheckRequest(PERIOD);
                } else {
                    Thread.sleep(PERIOD_DURING_OUTAGE);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void ask() {
        try {
            DatabaseState before = gate.state();
            if (before == DatabaseState.READ_ONLY) {
                // A new connection may reach another server, and begins with the current settings.
                disconnect();
            }
            Connection probe = connection == null ? connections.probe() : connection;
            connection = probe;
            check(probe);
            if (before == DatabaseState.READ_ONLY) {
                store(probe);
                if (!gate.hadNoFailureToStoreFor(FAILURE_WINDOW)) {
                    return;
                }
            }
            if (lostConnection || before == DatabaseState.READ_ONLY) {
                // The pool's connections are broken too, even if it has not noticed yet, or are still read-only.
                pool.getHikariPoolMXBean().softEvictConnections();
                lostConnection = false;
            }
            gate.markUp();
        } catch (SQLException | RuntimeException failure) {
            if (Outages.of(failure)
                    .filter(outage -> outage.scope() == Outages.Scope.CHANGES)
                    .isPresent()) {
                gate.markReadOnly(failure);
                return;
            }
            lostConnection = true;
            disconnect();
            if (gate.hadNoSuccessFor(SUCCESS_WINDOW)) {
                gate.markDown(failure);
            }
        }
    }

    /** Reads the clock, and throws if the database stores no changes. */
    private void check(Connection connection) throws SQLException {
        long sent = clock.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT clock_timestamp(), current_setting('transaction_read_only')")) {
            row.next();
            clock.read(row.getObject(1, OffsetDateTime.class).toInstant(), sent);
            if (row.getString(2).equals("on")) {
                throw new SQLException("it is a standby or set to read-only", Outages.READ_ONLY);
            }
        }
    }

    /** Writes enough to make the files of the database grow, and undoes it. */
    private static void store(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE clubroom_probe ON COMMIT DROP AS"
                    + " SELECT repeat(md5(i::text), 50) FROM generate_series(1, 40) AS i");
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException alreadyBroken) {
                // The connection is abandoned in any case.
            }
            connection = null;
        }
    }
}
