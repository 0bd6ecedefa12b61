package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens Flyway's connections. The pool's are unsuitable, because their statements time out.
 *
 * <p>Flyway's first connection holds an advisory lock, so nodes that start at the same time migrate one after the other. The lock is
 * released when Flyway closes that connection.
 */
final class MigrationConnections extends PGSimpleDataSource {
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);
    private static final int MAX_LOGIN_SECONDS = 10;

    /** The key of the advisory lock: "migrate" in ASCII. */
    static final long LOCK = 0x6D69_6772_6174_65L;

    /** The oldest major version of PostgreSQL that the migrations and statements are written for. */
    private static final int OLDEST_VERSION = 13;

    private static final String READ_ONLY = "25006";

    /** SQL states of an unreachable, full, starting, stopping or read-only server (PostgreSQL manual, appendix A). */
    private static final Set<String> TRANSIENT_STATES =
            Set.of("08001", "08003", "53300", "57P01", "57P02", "57P03", READ_ONLY);

    private final transient MigrationTarget target;

    private transient @Nullable Connection locked;

    MigrationConnections(MigrationTarget target) {
        this.target = target;
        DatabaseUrl url = target.url();
        setURL(url.jdbcUrl());
        setUser(url.user());
        setPassword(url.password());
        // Otherwise the driver sends a parameter that PgBouncer rejects.
        setAssumeMinServerVersion("12");
    }

    /** Opens the connection that Flyway gets first, and waits until no other node migrates the database. */
    Connection lock() throws SQLException {
        Connection connection = connect();
        locked = connection;
        requireVersion(connection);
        requireUtf8(connection);
        requireOwnSession(connection);
        try (Statement statement = connection.createStatement()) {
            try (ResultSet lock = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                lock.next();
                if (lock.getBoolean(1)) {
                    return connection;
                }
            }
            target.progress().accept("Waiting for another node that is migrating the database …");
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
        }
        return connection;
    }

    private void requireVersion(Connection connection) throws SQLException {
        // For example 130023. Queried explicitly, because poolers may report any version to the driver.
        int version = Integer.parseInt(query(connection, "SELECT current_setting('server_version_num')"));
        if (version / 10_000 < OLDEST_VERSION) {
            throw new DatabaseFailure(
                    target.description() + " is on PostgreSQL " + version / 10_000 + ", but Clubroom needs PostgreSQL "
                            + OLDEST_VERSION + " or newer: upgrade the server, or copy the data to a newer one.",
                    null);
        }
    }

    private void requireUtf8(Connection connection) throws SQLException {
        String encoding = query(connection, "SHOW server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new DatabaseFailure(
                    target.description() + " has the encoding " + encoding
                            + ", but Clubroom needs UTF8: create a database with ENCODING 'UTF8' and copy the data"
                            + " into it.",
                    null);
        }
    }

    /**
     * Fails if a pooler assigns connections per transaction, which loses the locks and notifications of sessions. It is detected when a
     * session moves to another connection, or two sessions share one.
     */
    private void requireOwnSession(Connection connection) throws SQLException {
        try (Connection other = super.getConnection()) {
            String process = backend(connection);
            if (!process.equals(backend(connection)) || process.equals(backend(other))) {
                throw new DatabaseFailure(
                        target.description()
                                + " is behind a pooler that shares connections between transactions, such as"
                                + " PgBouncer with pool_mode = transaction: set pool_mode = session, or connect to"
                                + " PostgreSQL directly.",
                        null);
            }
        }
    }

    private static String backend(Connection connection) throws SQLException {
        return query(connection, "SELECT pg_backend_pid()");
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    void unlock() throws SQLException {
        if (locked != null) {
            locked.close();
            locked = null;
        }
    }

    /**
     * Returns the configured URL. The superclass would list each property of the driver, and Flyway, which searches the URL for secrets
     * with regular expressions, would take tenths of a second.
     */
    @Override
    public String getUrl() {
        return target.url().jdbcUrl() + "&loginTimeout=" + getLoginTimeout();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection first = locked;
        locked = null;
        return first == null ? super.getConnection() : first;
    }

    private Connection connect() {
        long deadline = System.nanoTime() + target.timeout().toNanos();
        boolean waiting = false;
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            try {
                setLoginTimeout(Math.clamp(left.toSeconds(), 1, MAX_LOGIN_SECONDS));
                return writable(super.getConnection());
            } catch (SQLException failure) {
                if (!TRANSIENT_STATES.contains(failure.getSQLState())) {
                    throw new DatabaseFailure(
                            target.description() + " refuses the connection (" + MigrationTarget.reason(failure) + ").",
                            failure);
                }
                if (left.compareTo(RETRY_INTERVAL) < 0) {
                    throw new DatabaseFailure(
                            target.description()
                                    + (READ_ONLY.equals(failure.getSQLState())
                                            ? " has been read-only for "
                                            : " could not be reached for ")
                                    + target.timeout().toSeconds() + " s (" + MigrationTarget.reason(failure) + ").",
                            failure);
                }
                if (!waiting) {
                    target.progress()
                            .accept("Waiting for the database at "
                                    + target.url().address() + ", "
                                    + target.timeout().toSeconds() + " s at most …");
                    waiting = true;
                }
            }
            pause(RETRY_INTERVAL);
        }
    }

    /** Returns the connection; throws if the server is read-only, which may be temporary, as during a failover. */
    private static Connection writable(Connection connection) throws SQLException {
        try {
            if (query(connection, "SHOW transaction_read_only").equals("on")) {
                throw new SQLException("it is a standby, or default_transaction_read_only is on", READ_ONLY);
            }
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    static void pause(Duration interval) {
        try {
            Thread.sleep(interval);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DatabaseFailure("The start was interrupted.", stop);
        }
    }
}
