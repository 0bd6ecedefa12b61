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

/**
 * Opens connections to the database: {@link #getConnection()} those of the pool, and {@link #probe()} those that find out whether it
 * is there.
 */
final class PostgresConnections implements DataSource {
    private static final Duration PAUSE = Duration.ofMillis(20);

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
        // What an answer may take is bounded on both ends: the server gives up first and keeps the connection.
        forPool.setProperty("socketTimeout", "3");
        forPool.setProperty("connectTimeout", "2");
        forPool.setProperty("loginTimeout", "2");
        forPool.setProperty("sslResponseTimeout", "1000");
        forPool.setProperty("tcpKeepAlive", "true");
        forPool.setProperty("prepareThreshold", "1");
        forPool.setProperty("assumeMinServerVersion", "12");
        forPool.setProperty("reWriteBatchedInserts", "true");
        // The details quote rows, with addresses and password hashes in them, and messages end up in logs.
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

    /** A connection for the pool; while the database is away, it is waited for. */
    @Override
    public Connection getConnection() throws SQLException {
        // If it failed, the pool would try again after pauses that grow to 5 s, although the database may be back at
        // once.
        while (!closed) {
            int outages = gate.outages();
            if (!gate.up()) {
                LockSupport.parkNanos(PAUSE.toNanos());
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
     * What was under way when the database went away gets its answer late or never, and the pool opens one connection after the other: those
     * who need one would wait although the database is back.
     *
     * @param outages how many there were when it began
     * @return null if there was another since
     */
    private @Nullable Connection await(CompletableFuture<Connection> opened, int outages) throws SQLException {
        try {
            while (!closed && gate.outages() == outages) {
                try {
                    return opened.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    continue;
                }
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof SQLException known) {
                throw known;
            }
            throw new SQLException("no connection could be opened", "08001", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            giveUp(opened);
            throw closed(stopped);
        }
        giveUp(opened);
        return null;
    }

    private static void giveUp(CompletableFuture<Connection> opened) throws SQLException {
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

    /** A connection on which nothing takes longer than a second. */
    Connection probe() throws SQLException {
        return open(forProbe);
    }

    /** Whoever waits for a connection waits no longer. */
    void close() {
        closed = true;
    }

    private Connection open(Properties properties) throws SQLException {
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not the URL of a PostgreSQL database", "08001");
        }
        return connection;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** Set by the pool, which also asks for it to know how long one that is being opened may take to give up. */
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
