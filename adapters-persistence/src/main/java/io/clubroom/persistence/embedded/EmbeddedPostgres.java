package io.clubroom.persistence.embedded;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
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

    private final FileChannel lock;
    private final Cluster cluster;
    private final int port;
    private final DatabaseUrl url;
    private final CountDownLatch closing = new CountDownLatch(1);

    private EmbeddedPostgres(FileChannel lock, Cluster cluster, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.url = DatabaseUrl.parse("postgresql://" + Cluster.NAME + ":" + password + "@127.0.0.1:" + port + "/"
                + Cluster.NAME + "?sslmode=disable");
        Thread.ofPlatform().daemon().name("postgres-watch").start(this::watch);
    }

    /** Starts a server for at most 80 connections. */
    public static EmbeddedPostgres start(Path dataDirectory, Consumer<String> progress) {
        return start(dataDirectory, 0, progress);
    }

    /**
     * Starts the server of this data directory, and creates the directory if necessary; throws {@link DatabaseFailure} if that fails or
     * another Clubroom uses the directory.
     *
     * @param poolSize the maximum number of pooled connections; the server accepts some more
     * @param progress receives a line for each step that takes long
     */
    public static EmbeddedPostgres start(Path dataDirectory, int poolSize, Consumer<String> progress) {
        return start(dataDirectory, poolSize, progress, EmbeddedPostgres::freePort);
    }

    static EmbeddedPostgres start(Path dataDirectory, int poolSize, Consumer<String> progress, IntSupplier freePorts) {
        Path home = dataDirectory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            FileChannel lock = lock(home);
            try {
                return start(home, lock, poolSize, progress, freePorts);
            } catch (Throwable failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new DatabaseFailure(
                    "The embedded PostgreSQL in " + home + " did not start (" + failure.getMessage() + ").", failure);
        }
    }

    private static EmbeddedPostgres start(
            Path home, FileChannel lock, int poolSize, Consumer<String> progress, IntSupplier freePorts)
            throws IOException {
        Binaries binaries = Binaries.unpackedIn(home.resolve("pgbin"), Platform.current(), progress);
        Cluster cluster = new Cluster(binaries, home, poolSize);
        if (!cluster.exists()) {
            progress.accept("Creating the database in " + home + " ...");
            cluster.create();
        }
        cluster.checkVersion();
        String password = cluster.password();
        OptionalInt running = cluster.reusablePort();
        if (running.isPresent()) {
            LOG.info("Using the PostgreSQL that an earlier run left behind");
        } else if (cluster.server().isPresent()) {
            progress.accept("Stopping the PostgreSQL of an earlier run …");
            cluster.stop(STOP_TIMEOUT_SECONDS);
        }
        binaries.removeOthers();
        int port = running.isPresent() ? running.getAsInt() : startOnFreePort(cluster, freePorts);
        return new EmbeddedPostgres(lock, cluster, port, password);
    }

    /** The URL of the database, with the credentials of its owner. */
    public DatabaseUrl url() {
        return url;
    }

    /** Stops the server and closes its connections. Further calls do nothing. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            if (!lock.isOpen()) {
                return;
            }
            try (lock) {
                cluster.stop(STOP_TIMEOUT_SECONDS);
            } catch (IOException failure) {
                LOG.warn("PostgreSQL did not stop; the next start will stop it", failure);
            }
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
    private synchronized boolean restartIfDead() {
        try {
            if (closing.getCount() > 0 && cluster.server().isEmpty()) {
                LOG.warn("PostgreSQL died; restarting it");
                cluster.start(port, RESTART_TIMEOUT_SECONDS);
                LOG.info("PostgreSQL restarted");
            }
            return true;
        } catch (IOException failure) {
            LOG.warn("PostgreSQL did not start: {}", failure.getMessage());
            return false;
        }
    }

    /** Retries, because another program may take the port first, and processes of a killed server may still be ending. */
    private static int startOnFreePort(Cluster cluster, IntSupplier freePorts) throws IOException {
        Duration delay = INITIAL_DELAY;
        for (int attempt = 1; ; attempt++) {
            int port = freePorts.getAsInt();
            try {
                cluster.start(port, START_TIMEOUT_SECONDS);
                return port;
            } catch (IOException failure) {
                if (attempt == START_ATTEMPTS) {
                    throw failure;
                }
                LOG.debug("PostgreSQL did not start on port {}", port, failure);
            }
            try {
                Thread.sleep(delay);
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

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("clubroom.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Handled below.
        }
        channel.close();
        throw new DatabaseFailure(
                "Another Clubroom uses DATA_DIR " + home + ": stop it, or choose another DATA_DIR.", null);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
