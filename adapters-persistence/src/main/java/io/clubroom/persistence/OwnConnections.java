package io.clubroom.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens connections outside the pool, for callers that keep one permanently. */
@Singleton
public final class OwnConnections {
    private final PostgresConnections connections;
    private final DatabaseGate gate;

    OwnConnections(DataSource dataSource, DatabaseGate gate) throws SQLException {
        this.gate = gate;
        HikariDataSource pool =
                DelegatingDataSource.unwrapDataSource(dataSource).unwrap(HikariDataSource.class);
        this.connections = (PostgresConnections) pool.getDataSource();
    }

    /** Whether the database answered the last check and stores changes. */
    public boolean databaseIsUp() {
        return gate.state() == DatabaseState.UP;
    }

    /** Opens a connection on which every operation times out after a second; the caller closes it. */
    public Connection open() throws SQLException {
        return connections.probe();
    }
}
