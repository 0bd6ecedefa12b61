package io.clubroom.testkit.postgres;

import io.clubroom.testkit.PortNumbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server on the data of an embedded PostgreSQL, with its programs and passwords, that does not wait for the disk. It runs until the JVM
 * ends, and leaves data that no server can use.
 */
public final class QuickPostgres {
    private static final int START_ATTEMPTS = 5;
    private static final String START_TIMEOUT_SECONDS = "300";

    private static final List<String> SETTINGS = List.of(
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            // It would look at each of hundreds of databases.
            "autovacuum=off",
            "max_wal_size=8GB",
            "checkpoint_timeout=1h",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=128MB",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=log",
            "log_min_error_statement=panic",
            // With the thousands of iterations of a stored password, each connection would cost milliseconds.
            "scram_iterations=1");

    private static final String PROGRAMS = "pgbin";

    private QuickPostgres() {}

    /**
     * Lets a data directory use the programs that the tests of all modules share, because they take long to unpack. The first start of an
     * embedded PostgreSQL unpacks them; no other may start meanwhile.
     */
    public static void sharePrograms(Path home) throws IOException {
        Path shared = Path.of("..", "target", PROGRAMS).toAbsolutePath().normalize();
        Files.createDirectories(shared);
        Path programs = home.resolve(PROGRAMS);
        if (!Files.exists(programs)) {
            Files.createDirectories(home);
            Files.createSymbolicLink(programs, shared);
        }
    }

    /**
     * Starts a server.
     *
     * @param home the data directory of the embedded PostgreSQL, which must not run
     * @param connections how many connections it accepts
     * @return its port at 127.0.0.1
     */
    public static int start(Path home, int connections) throws IOException {
        Path data = home.resolve("postgres");
        for (int attempt = 1; ; attempt++) {
            int port = PortNumbers.lasting();
            List<String> command = new ArrayList<>(launcher());
            command.addAll(List.of(program(home, "pg_ctl").toString(), "start", "-w", "-t", START_TIMEOUT_SECONDS));
            command.addAll(List.of(
                    "-D", data.toString(), "-l", home.resolve("quick.log").toString(), "-o"));
            command.add(options(port, connections));
            Process start =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (start.onExit().join().exitValue() == 0) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAtOnce(data)));
                return port;
            }
            // Another program may have taken the port.
            if (attempt == START_ATTEMPTS) {
                throw new IOException(output + Files.readString(home.resolve("quick.log")));
            }
        }
    }

    private static String options(int port, int connections) {
        return "-p " + port + " -c max_connections=" + connections + " -c " + String.join(" -c ", SETTINGS);
    }

    private static Path program(Path home, String name) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(home.resolve(PROGRAMS))) {
            return versions.iterator().next().resolve("bin").resolve(name).toAbsolutePath();
        }
    }

    /** As root, PostgreSQL runs in a user namespace, where it is not root. */
    private static List<String> launcher() {
        return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of();
    }

    /** Without a final checkpoint, which would take longer than many of the tests. */
    private static void stopAtOnce(Path data) {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException gone) {
            // It has stopped already.
        }
    }
}
