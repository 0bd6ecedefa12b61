package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema that this release needs: an empty one, one of an earlier release, or one that the server made whose
 * successor Clubroom is. Nodes that start at the same time take turns.
 *
 * <p>It uses connections of its own, whose statements may take as long as they need.
 */
public final class SchemaMigration {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);

    private static final ClassLoader CLASSES = SchemaMigration.class.getClassLoader();
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LONGEST_ATTEMPT_SECONDS = 10;

    /** Ours among all advisory locks of the database: "migrate" in ASCII. */
    static final long LOCK = 0x6D69_6772_6174_65L;

    /** Of a server that cannot be reached, is full, or comes up or goes down; from Appendix A of PostgreSQL's manual. */
    private static final Set<String> PASSING_STATES = Set.of("08001", "08003", "53300", "57P01", "57P02", "57P03");

    private final DatabaseUrl url;
    private final Duration patience;
    private final Consumer<String> progress;
    private final String database;

    /**
     * @param patience how long a server that cannot be reached is waited for
     * @param progress hears a line for each thing that takes long
     */
    public SchemaMigration(DatabaseUrl url, Duration patience, Consumer<String> progress) {
        this.url = url;
        this.patience = patience;
        this.progress = progress;
        this.database = "The database \"" + url.database() + "\" at " + url.address() + " (DATABASE_URL)";
    }

    /** Throws {@link DatabaseFailure} if the database cannot be reached, is not for Clubroom, or does not let itself be changed. */
    public void run() {
        try (Connection connection = reach()) {
            takeTurn(connection);
            ExistingSchema existing = new ExistingSchema(connection, database);
            if (!existing.has(SchemaHistory.TABLE)) {
                begin(existing);
            } else if (!SchemaHistory.isComplete(connection, CLASSES)) {
                flyway().load().migrate();
            }
        } catch (SQLException | FlywayException failure) {
            throw new DatabaseFailure(
                    database + " could not be brought to the schema of this release (" + reason(failure) + ").",
                    failure);
        }
    }

    private void begin(ExistingSchema existing) throws SQLException {
        String version = existing.version();
        if (existing.has("users")) {
            existing.checkNames();
            LOG.info("Taking over the database of the server before Clubroom, which stands at {}", version);
        }
        flyway().baselineOnMigrate(true).baselineVersion(version).load().migrate();
    }

    private FluentConfiguration flyway() {
        return Flyway.configure(CLASSES)
                .locations("classpath:" + SchemaHistory.LOCATION)
                .table(SchemaHistory.TABLE)
                .dataSource(url.jdbcUrl(), url.user(), url.password());
    }

    private Connection reach() {
        long end = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            try {
                return connect(left);
            } catch (SQLException failure) {
                if (!PASSING_STATES.contains(failure.getSQLState())) {
                    throw new DatabaseFailure(database + " refuses the connection (" + reason(failure) + ").", failure);
                }
                if (left.compareTo(PAUSE) < 0) {
                    throw new DatabaseFailure(
                            database + " could not be reached for " + patience.toSeconds() + " s (" + reason(failure)
                                    + ").",
                            failure);
                }
                if (!told) {
                    progress.accept("Waiting for the database at " + url.address() + ", " + patience.toSeconds()
                            + " s at most …");
                    told = true;
                }
            }
            pause();
        }
    }

    private Connection connect(Duration left) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", url.user());
        if (url.password() != null) {
            properties.setProperty("password", url.password());
        }
        properties.setProperty("loginTimeout", Long.toString(Math.clamp(left.toSeconds(), 1, LONGEST_ATTEMPT_SECONDS)));
        return DriverManager.getConnection(url.jdbcUrl(), properties);
    }

    /** The lock is given back with the connection. */
    private void takeTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet lock = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                lock.next();
                if (lock.getBoolean(1)) {
                    return;
                }
            }
            progress.accept("Waiting for another node that is migrating the database …");
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
        }
    }

    /** The first line of the innermost message that says something; Flyway names the migration that it objects to in the second. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof UnknownHostException) {
            return "unknown host";
        }
        String message = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        return message.lines()
                .filter(line -> !line.startsWith("Validate failed: "))
                .findFirst()
                .orElse("")
                .replaceFirst("^(ERROR|FATAL): ", "")
                .replaceFirst("\\.$", "");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DatabaseFailure("The start was interrupted.", stop);
        }
    }
}
