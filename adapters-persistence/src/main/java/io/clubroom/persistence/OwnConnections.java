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

    OwnConnections(DataSource dataSource) throws SQLException {
        HikariDataSource pool =
                DelegatingDataSource.unwrapDataSource(dataSource).unwrap(HikariDataSource.class);
        this.connections = (PostgresConnections) pool.getDataSource();
    }

    /** Opens a connection on which every operation times out after a second; the caller closes it. */
    public Connection open() throws SQLException {
        return connections.probe();
    }
}
