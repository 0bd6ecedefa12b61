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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of Clubroom's own, its data in {@code postgres} under the data directory, reachable from this machine only and with
 * a password that is kept beside the data.
 *
 * <p>It runs until {@link #close()}; if it dies before, it is started again on the same port. One that outlived its Clubroom is stopped
 * by the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final int START_ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    /** A crash in the middle of much work takes long to recover from. */
    private static final int START_PATIENCE_SECONDS = 300;

    private static final int RESTART_PATIENCE_SECONDS = 5;
    private static final int STOP_PATIENCE_SECONDS = 10;

    private final FileChannel lock;
    private final Cluster cluster;
    private final int port;
    private final DatabaseUrl url;
    private final CountDownLatch closing = new CountDownLatch(1);

    private EmbeddedPostgres(FileChannel lock, Cluster cluster, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.url = DatabaseUrl.parse(
                "postgresql://%1$s:%2$s@127.0.0.1:%3$d/%1$s?sslmode=disable".formatted(Cluster.NAME, password, port));
        Thread.ofPlatform().daemon().name("postgres-watch").start(this::watch);
    }

    /** As the other, for less than a hundred connections. */
    public static EmbeddedPostgres start(Path dataDirectory, Consumer<String> progress) {
        return start(dataDirectory, 0, progress);
    }

    /**
     * Starts the server of this data directory, which is made if it is not there; throws {@link DatabaseFailure} if that cannot be, or
     * another Clubroom uses the directory.
     *
     * @param poolSize how many connections there may be at once; it takes some more
     * @param progress hears a line for each thing that takes long
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
            progress.accept("Making the database in " + home + " …");
            cluster.create();
        }
        cluster.checkVersion();
        String password = cluster.password();
        if (cluster.server().isPresent()) {
            progress.accept("Stopping the PostgreSQL that an earlier run left behind …");
            cluster.stop(STOP_PATIENCE_SECONDS);
        }
        binaries.removeOthers();
        return new EmbeddedPostgres(lock, cluster, startOnFreePort(cluster, freePorts), password);
    }

    /** Where the database is, for whoever owns it. */
    public DatabaseUrl url() {
        return url;
    }

    /** Stops the server; connections end, what was committed stays. A second call does nothing. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            if (!lock.isOpen()) {
                return;
            }
            try (lock) {
                cluster.stop(STOP_PATIENCE_SECONDS);
            } catch (IOException failure) {
                LOG.warn("PostgreSQL did not stop; the next start will stop it", failure);
            }
        }
    }

    private void watch() {
        Duration pause = WATCH_INTERVAL;
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = revive() ? WATCH_INTERVAL : longer(pause);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the server again if it is gone; false if it could not be. */
    private synchronized boolean revive() {
        try {
            if (closing.getCount() > 0 && cluster.server().isEmpty()) {
                LOG.warn("PostgreSQL is gone; starting it again");
                cluster.start(port, RESTART_PATIENCE_SECONDS);
                LOG.info("PostgreSQL is back");
            }
            return true;
        } catch (IOException failure) {
            LOG.warn("PostgreSQL did not start: {}", failure.getMessage());
            return false;
        }
    }

    /** Another program may take the port meanwhile, and what a killed server left behind may take a moment to end. */
    private static int startOnFreePort(Cluster cluster, IntSupplier freePorts) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            int port = freePorts.getAsInt();
            try {
                cluster.start(port, START_PATIENCE_SECONDS);
                return port;
            } catch (IOException failure) {
                if (attempt == START_ATTEMPTS) {
                    throw failure;
                }
                LOG.debug("PostgreSQL did not start on port {}", port, failure);
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stop);
            }
            pause = longer(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("clubroom.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Told below.
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
