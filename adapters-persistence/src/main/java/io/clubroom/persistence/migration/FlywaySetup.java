package io.clubroom.persistence.migration;

import io.micronaut.context.annotation.Requires;
import io.micronaut.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the configuration {@code flyway.datasources.default}: the connections, and for a database of the predecessor the baseline from
 * which to migrate it.
 */
@Singleton
@Named(FlywaySetup.NAME)
@Requires(beans = MigrationTarget.class)
final class FlywaySetup implements FlywayConfigurationCustomizer {
    static final String NAME = "default";

    private static final Logger LOG = LoggerFactory.getLogger(FlywaySetup.class);

    private final MigrationTarget target;

    FlywaySetup(MigrationTarget target) {
        this.target = target;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public void customizeFluentConfiguration(FluentConfiguration flyway) {
        MigrationConnections connections = new MigrationConnections(target);
        try {
            try {
                ExistingSchema existing = new ExistingSchema(connections.lock(), target.description());
                if (!existing.has(flyway.getTable())) {
                    takeOver(existing, flyway);
                }
            } catch (SQLException | RuntimeException failure) {
                connections.unlock();
                throw failure;
            }
        } catch (SQLException failure) {
            throw target.failed(failure);
        }
        flyway.dataSource(connections);
    }

    private static void takeOver(ExistingSchema existing, FluentConfiguration flyway) throws SQLException {
        String version = existing.version();
        if (existing.has("users")) {
            existing.checkNames();
            LOG.info("Migrating a database of the predecessor from version {}", version);
        }
        flyway.baselineOnMigrate(true).baselineVersion(version);
    }
}
