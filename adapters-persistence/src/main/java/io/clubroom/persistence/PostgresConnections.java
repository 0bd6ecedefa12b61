package io.clubroom.persistence;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** Opens connections for the pool with {@link #getConnection()}, and with short timeouts with {@link #probe()}. */
final class PostgresConnections implements DataSource {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final String url;
    private final Properties forPool;
    private final Properties forProbe;
    private final DatabaseGate gate;
    private volatile int loginTimeout;
    private volatile boolean closed;

    PostgresConnections(
            String url, @Nullable String user, @Nullable String password, Properties extra, DatabaseGate gate) {
        this.url = url;
        this.gate = gate;
        this.forPool = new Properties();
        // Longer than the session's statement timeout: the server cancels a slow statement, and the connection
        // survives.
        forPool.setProperty("socketTimeout", "3");
        forPool.setProperty("connectTimeout", "2");
        forPool.setProperty("loginTimeout", "2");
        forPool.setProperty("sslResponseTimeout", "1000");
        forPool.setProperty("tcpKeepAlive", "true");
        forPool.setProperty("prepareThreshold", "1");
        forPool.setProperty("assumeMinServerVersion", "12");
        forPool.setProperty("reWriteBatchedInserts", "true");
        // The details quote rows, including e-mail addresses and password hashes, and would end up in logs.
        forPool.setProperty("logServerErrorDetail", "false");
        forPool.setProperty("ApplicationName", "clubroom");
        forPool.putAll(extra);
        if (user != null) {
            forPool.setProperty("user", user);
        }
        if (password != null) {
            forPool.setProperty("password", password);
        }
        this.forProbe = new Properties();
        forProbe.putAll(forPool);
        forProbe.setProperty("socketTimeout", "1");
        forProbe.setProperty("connectTimeout", "1");
        forProbe.setProperty("loginTimeout", "1");
    }

    /** Opens a connection for the pool. While the database is unreachable, waits until it is back. */
    @Override
    public Connection getConnection() throws SQLException {
        // If this failed, the pool would retry with a backoff of up to 5 s, although the database may be back earlier.
        while (!closed) {
            int outages = gate.outages();
            if (!gate.up()) {
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
                continue;
            }
            CompletableFuture<Connection> opened = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("database-connection").start(() -> openForPool(opened));
            Connection connection = await(opened, outages);
            if (connection != null) {
                return connection;
            }
        }
        throw closed(null);
    }

    private void openForPool(CompletableFuture<Connection> opened) {
        try {
            Connection connection = open(forPool);
            if (!opened.complete(connection)) {
                connection.close();
            }
        } catch (SQLException | RuntimeException failure) {
            opened.completeExceptionally(failure);
        }
    }

    /**
     * Waits for a connection. Abandons the attempt if the database becomes unreachable, because it may hang until its timeout, and the pool
     * opens only one connection at a time.
     *
     * @param outages the number of outages when the attempt began
     * @return null if the attempt was abandoned
     */
    private @Nullable Connection await(CompletableFuture<Connection> opened, int outages) throws SQLException {
        try {
            while (!closed && gate.outages() == outages) {
                try {
                    return opened.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException pending) {
                    continue;
                }
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof SQLException known) {
                throw known;
            }
            throw new SQLException("cannot open a connection", "08001", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            abandon(opened);
            throw closed(stopped);
        }
        abandon(opened);
        return null;
    }

    private static void abandon(CompletableFuture<Connection> opened) throws SQLException {
        if (!opened.cancel(false) && !opened.isCompletedExceptionally()) {
            opened.join().close();
        }
    }

    private static SQLException closed(@Nullable Throwable cause) {
        return new SQLTransientConnectionException("closed", "08003", cause);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** Opens a connection on which every operation times out after a second. */
    Connection probe() throws SQLException {
        return open(forProbe);
    }

    /** Ends all waits for connections. */
    void close() {
        closed = true;
    }

    private Connection open(Properties properties) throws SQLException {
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not a URL of a PostgreSQL database", "08001");
        }
        return connection;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** The pool sets it, and reads it to know how long to wait at shutdown for a connection being opened. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
