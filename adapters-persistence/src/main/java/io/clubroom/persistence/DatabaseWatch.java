package io.clubroom.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.annotation.Context;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks the database all the time, over a connection of its own, whether it is there, and tells the {@link DatabaseGate}. */
@Context
final class DatabaseWatch {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration PERIOD_WHILE_AWAY = Duration.ofMillis(200);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(50);

    /** As long as others get answers, it is only the watch's own connection that fails. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final DatabaseGate gate;
    private final HikariDataSource pool;
    private final PostgresConnections connections;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("database-watch").unstarted(this::watch);
    private @Nullable Connection connection;
    private boolean lostConnection;

    DatabaseWatch(DatabaseGate gate, DataSource dataSource) throws SQLException {
        this.gate = gate;
        this.pool = DelegatingDataSource.unwrapDataSource(dataSource).unwrap(HikariDataSource.class);
        this.connections = (PostgresConnections) pool.getDataSource();
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
                    // Bounded, for those who get no answer may be many.
                    Thread.sleep(SHORTEST_PERIOD);
                    gate.awaitSuspicion(PERIOD);
                } else {
                    Thread.sleep(PERIOD_WHILE_AWAY);
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
            if (connection == null) {
                connection = connections.probe();
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
            if (lostConnection) {
                // The pool's connections were lost with this one, whether it knows or not.
                pool.getHikariPoolMXBean().softEvictConnections();
                lostConnection = false;
            }
            gate.open();
        } catch (SQLException | RuntimeException failure) {
            lostConnection = true;
            disconnect();
            if (gate.silentFor(SILENCE)) {
                gate.close(failure);
            }
        }
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException alreadyBroken) {
                // It is given up anyway.
            }
            connection = null;
        }
    }
}
