package io.clubroom.persistence.migration;

import io.micronaut.context.annotation.Requires;
import io.micronaut.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the configuration {@code flyway.datasources.default}: Flyway gets its connections here, and a database that Clubroom has not
 * migrated yet is first migrated by {@link Takeover}.
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
                Connection connection = connections.lock();
                ExistingSchema existing = new ExistingSchema(connection, target.description());
                if (!existing.isTakenOver(flyway.getTable())) {
                    String version = existing.version();
                    if (existing.has("users")) {
                        LOG.info(
                                "Migrating the database \"{}\" of the predecessor from version {}",
                                target.url().database(),
                                version);
                    }
                    new Takeover(connection, existing, target, flyway).run(version);
                }
            } catch (SQLException | RuntimeException failure) {
                connections.unlock();
                throw failure;
            }
        } catch (SQLException failure) {
            throw target.failed(failure);
        }
        // With locks of the session, Flyway uses one connection and commits a migration together with its row in the
        // history.
        flyway.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        flyway.dataSource(connections);
    }
}
