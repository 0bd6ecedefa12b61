package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseUrl;
import java.time.Duration;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migrates a database as the start of a server does. */
public final class Migrations {
    private Migrations() {}

    /** Throws what the operator of the server would read. */
    public static void run(DatabaseUrl url, Duration timeout, Consumer<String> progress) {
        MigrationTarget target = new MigrationTarget(url, timeout, progress);
        try {
            FluentConfiguration flyway = Flyway.configure();
            new FlywaySetup(target).customizeFluentConfiguration(flyway);
            flyway.load().migrate();
        } catch (RuntimeException failure) {
            throw target.explain(failure).orElseThrow(() -> failure);
        }
    }
}
