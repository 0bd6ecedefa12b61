package io.clubroom.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens connections besides those of the pool, for whoever keeps one to themselves. */
@Singleton
public final class OwnConnections {
    private final PostgresConnections connections;

    OwnConnections(DataSource dataSource) throws SQLException {
        HikariDataSource pool =
                DelegatingDataSource.unwrapDataSource(dataSource).unwrap(HikariDataSource.class);
        this.connections = (PostgresConnections) pool.getDataSource();
    }

    /** A connection on which no answer is awaited for longer than a second; the caller closes it. */
    public Connection open() throws SQLException {
        return connections.probe();
    }
}
