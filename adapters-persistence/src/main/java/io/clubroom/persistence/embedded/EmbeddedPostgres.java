package io.clubroom.persistence.embedded;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clubroom's own PostgreSQL server, with its data in the data directory. It listens on the loopback interface only, and requires a random
 * password that is stored next to the data.
 *
 * <p>It runs until {@link #close()}, and is restarted on the same port if it dies. The next start takes over a server that outlived its
 * Clubroom, or restarts it if its settings have changed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final int START_ATTEMPTS = 5;
    private static final Duration INITIAL_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(10);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    /** Long enough for crash recovery. */
    private static final int START_TIMEOUT_SECONDS = 300;

    private static final int RESTART_TIMEOUT_SECONDS = 5;
    private static final int STOP_TIMEOUT_SECONDS = 10;

    private static final Duration STOP_INTERVAL = Duration.ofMillis(100);

    private final Path home;
    private final int poolSize;
    private final Consumer<String> progress;
    private final IntSupplier freePorts;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Held while the server is being started, restarted or stopped. */
    private final ReentrantLock changing = new ReentrantLock();

    private @Nullable FileChannel directoryLock;
    private volatile @Nullable Cluster cluster;
    private volatile @Nullable DatabaseUrl url;
    private int port;

    /**
     * Creates a server without starting it.
     *
     * @param dataDirectory is created if necessary
     * @param poolSize the maximum number of pooled connections; the server accepts some more
     * @param progress receives a line for each step that takes long
     */
    public EmbeddedPostgres(Path dataDirectory, int poolSize, Consumer<String> progress) {
        this(dataDirectory, poolSize, progress, EmbeddedPostgres::freePort);
    }

    private EmbeddedPostgres(Path dataDirectory, int poolSize, Consumer<String> progress, IntSupplier freePorts) {
        this.home = dataDirectory.toAbsolutePath().normalize();
        this.poolSize = poolSize;
        this.progress = progress;
        this.freePorts = freePorts;
    }

    /** Starts a server for at most 80 connections. */
    public static EmbeddedPostgres start(Path dataDirectory, Consumer<String> progress) {
        return start(dataDirectory, 0, progress);
    }

    /** Starts a server. */
    public static EmbeddedPostgres start(Path dataDirectory, int poolSize, Consumer<String> progress) {
        return start(dataDirectory, poolSize, progress, EmbeddedPostgres::freePort);
    }

    static EmbeddedPostgres start(Path dataDirectory, int poolSize, Consumer<String> progress, IntSupplier freePorts) {
        EmbeddedPostgres postgres = new EmbeddedPostgres(dataDirectory, poolSize, progress, freePorts);
        postgres.start();
        return postgres;
    }

    /**
     * Starts the server. May be called once. Throws {@link DatabaseFailure}, with no server running, if that fails, if another Clubroom
     * uses the directory, or if {@link #close()} is called in the meantime.
     */
    public void start() {
        changing.lock();
        try {
            Files.createDirectories(home);
            directoryLock = DirectoryLock.take(home).orElseThrow(() -> DirectoryLock.inUse(home));
            try {
                startServer();
            } catch (Throwable failure) {
                stop();
                throw failure;
            }
        } catch (IOException failure) {
            throw new DatabaseFailure(
                    "The embedded PostgreSQL in " + home + " did not start (" + failure.getMessage() + ").", failure);
        } finally {
            changing.unlock();
        }
        Thread.ofPlatform().daemon().name("postgres-watch").start(this::watch);
    }

    private void startServer() throws IOException {
        requireOpen();
        Binaries binaries = Binaries.unpackedIn(home.resolve("pgbin"), Platform.current(), progress);
        try {
            startServer(binaries);
        } catch (IOException failure) {
            requireOpen();
            if (!binaries.repair(progress)) {
                throw failure;
            }
            startServer(binaries);
        }
    }

    private void startServer(Binaries binaries) throws IOException {
        Cluster current = new Cluster(binaries, home, poolSize);
        cluster = current;
        requireOpen();
        if (!current.exists()) {
            progress.accept("Creating the database in " + home + " ...");
            current.create();
        }
        current.checkVersion();
        String password = current.password();
        OptionalInt running = current.reusablePort();
        if (running.isPresent()) {
            LOG.info("Using the PostgreSQL that an earlier run left behind");
        } else if (current.server().isPresent()) {
            progress.accept("Stopping the PostgreSQL of an earlier run …");
            current.stop(STOP_TIMEOUT_SECONDS);
        }
        if (running.isEmpty()) {
            current.separateSuperuser();
        }
        binaries.removeOthers();
        port = running.isPresent() ? running.getAsInt() : startOnFreePort(current);
        requireOpen();
        url = DatabaseUrl.parse("postgresql://" + Cluster.NAME + ":" + password + "@127.0.0.1:" + port + "/"
                + Cluster.NAME + "?sslmode=disable&require_auth=scram-sha-256");
    }

    private void requireOpen() {
        if (closing.getCount() == 0) {
            throw new DatabaseFailure("The start was interrupted.", null);
        }
    }

    /** The URL of the database, with the credentials of its owner. */
    public DatabaseUrl url() {
        return Objects.requireNonNull(url, "not started");
    }

    /** Stops the server and closes its connections, even while another thread is starting it. Further calls have no effect. */
    @Override
    public void close() {
        closing.countDown();
        try {
            while (!changing.tryLock(STOP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                stopStartingServer();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            stop();
        } finally {
            changing.unlock();
        }
    }

    /** Ends the wait of a start for a server that recovers from a crash. */
    private void stopStartingServer() {
        Cluster starting = cluster;
        if (starting != null) {
            try {
                starting.stop(STOP_TIMEOUT_SECONDS);
            } catch (IOException failure) {
                LOG.debug("PostgreSQL does not stop yet", failure);
            }
        }
    }

    /** Stops the server if it runs, and releases the directory. The caller must hold the lock. */
    private void stop() {
        FileChannel held = directoryLock;
        if (held == null || !held.isOpen()) {
            return;
        }
        Cluster running = cluster;
        try (held) {
            if (running != null) {
                running.stop(STOP_TIMEOUT_SECONDS);
            }
        } catch (IOException failure) {
            LOG.warn("PostgreSQL did not stop; the next start will stop it", failure);
        }
    }

    private void watch() {
        Duration delay = CHECK_INTERVAL;
        try {
            while (!closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                delay = restartIfDead() ? CHECK_INTERVAL : longer(delay);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Restarts the server if it died; returns false if it cannot be started. */
    private boolean restartIfDead() {
        changing.lock();
        try {
            Cluster current = Objects.requireNonNull(cluster);
            if (closing.getCount() > 0 && current.server().isEmpty()) {
                LOG.warn("PostgreSQL died; restarting it");
                current.start(port, RESTART_TIMEOUT_SECONDS);
                LOG.info("PostgreSQL restarted");
            }
            return true;
        } catch (IOException failure) {
            LOG.warn("PostgreSQL did not start: {}", failure.getMessage());
            return false;
        } finally {
            changing.unlock();
        }
    }

    /** Retries, because another program may take the port first, and processes of a killed server may still be ending. */
    private int startOnFreePort(Cluster current) throws IOException {
        Duration delay = INITIAL_DELAY;
        for (int attempt = 1; ; attempt++) {
            requireOpen();
            int freePort = freePorts.getAsInt();
            try {
                current.start(freePort, START_TIMEOUT_SECONDS);
                return freePort;
            } catch (IOException failure) {
                if (attempt == START_ATTEMPTS) {
                    throw failure;
                }
                LOG.debug("PostgreSQL did not start on port {}", freePort, failure);
            }
            try {
                // Also gives a server time to write its PID file if the program that started it was killed.
                if (closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(delay);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stop);
            }
            delay = longer(delay);
        }
    }

    private static Duration longer(Duration delay) {
        Duration doubled = delay.multipliedBy(2);
        return doubled.compareTo(MAX_DELAY) < 0 ? doubled : MAX_DELAY;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
