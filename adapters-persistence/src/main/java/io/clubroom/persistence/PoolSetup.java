package io.clubroom.persistence;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Gives the pool everything but where the database is and how many connections it may have. */
@Singleton
final class PoolSetup implements BeanCreatedEventListener<DatasourceConfiguration> {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    /**
     * Shorter than the driver's timeout; a node that hangs in a transaction gives its locks back to the others; and no statement is
     * worth the time to compile it.
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
        // The ping of the protocol does instead of a query.
        pool.setConnectionTestQuery(null);
        // Whether the database is there is found out elsewhere.
        pool.setInitializationFailTimeout(-1);
        // Whatever the server's default is.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionInitSql(SESSION);
        pool.setDataSource(new PostgresConnections(
                pool.getUrl(), pool.getUsername(), pool.getPassword(), pool.getDataSourceProperties(), gate));
        return pool;
    }
}
