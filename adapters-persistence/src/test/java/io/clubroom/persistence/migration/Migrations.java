package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import java.time.Duration;
import java.util.function.Consumer;

/** Migrates a database as the start of a server does. */
public final class Migrations {
    private Migrations() {}

    /** Throws what the operator of the server would read. */
    public static void run(DatabaseUrl url, Duration timeout, Consumer<String> progress) {
        MigrationTarget target = new MigrationTarget(url, timeout, progress);
        try (Node node = Node.migrating(target)) {
            // The migration runs when the node starts.
        } catch (RuntimeException failure) {
            throw target.explain(failure).orElseThrow(() -> failure);
        }
    }
}
