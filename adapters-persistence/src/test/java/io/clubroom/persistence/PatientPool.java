package io.clubroom.persistence;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the pool of {@link Node#on} wait longer than the one of a server. */
@Singleton
@Requires(property = PatientPool.PROPERTY)
final class PatientPool implements BeanCreatedEventListener<DatasourceConfiguration>, Ordered {
    static final String PROPERTY = "tests.patient";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** After {@link PoolSetup}. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        DatasourceConfiguration pool = event.getBean();
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setConnectionInitSql(
                pool.getConnectionInitSql() + "; SET statement_timeout = '" + PATIENCE.toSeconds() + "s'");
        return pool;
    }
}
