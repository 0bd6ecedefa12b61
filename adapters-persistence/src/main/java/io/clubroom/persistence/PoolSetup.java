package io.clubroom.persistence;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Configures the connection pool, except for the database's address and the pool's size. */
@Singleton
final class PoolSetup implements BeanCreatedEventListener<DatasourceConfiguration> {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    /**
     * The statement timeout is shorter than the driver's. A node that hangs in a transaction releases its locks after 10 s. No statement
     * runs long enough for JIT compilation to pay off.
     */
    private static final String SESSION =
            "SET statement_timeout = '2500ms'; SET idle_in_transaction_session_timeout = '10s'; SET jit = off";

    private final DatabaseGate gate;

    PoolSetup(DatabaseGate gate) {
        this.gate = gate;
    }

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration pool = event.getBean();
        pool.setPoolName("clubroom");
        pool.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        pool.setValidationTimeout(VALIDATION.toMillis());
        // The driver checks connections with an empty query.
        pool.setConnectionTestQuery(null);
        // DatabaseWatch checks whether the database is reachable.
        pool.setInitializationFailTimeout(-1);
        // Independent of the server's default.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionInitSql(SESSION);
        pool.setExceptionOverride(new Outages());
        pool.setDataSource(new PostgresConnections(
                pool.getUrl(), pool.getUsername(), pool.getPassword(), pool.getDataSourceProperties(), gate));
        return pool;
    }
}
