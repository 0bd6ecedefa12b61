package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.persistence.DatabaseFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The data of the embedded PostgreSQL, and the server on it while there is one. */
final class Cluster {
    /** Of the role that owns the database, and of the database. */
    static final String NAME = "clubroom";

    private static final String VERSION = "17";
    private static final long LOG_LIMIT_BYTES = 4L << 20;
    private static final int PASSWORD_BYTES = 32;

    private static final int LEAST_MAX_CONNECTIONS = 100;

    /** For those beside the pool's: to hear and tell other nodes, to read users, for the operator, and those that are just ending. */
    private static final int SPARE_CONNECTIONS = 20;

    /** Above the highest process id of every supported system. */
    private static final String NOBODYS_PID = Integer.toString(Integer.MAX_VALUE);

    /**
     * Given on the command line, where no file in the data directory overrules them. Errors of single statements stay out of the log: it
     * would fill, and with what users wrote.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_min_messages", "log"),
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"));

    private final Binaries binaries;
    private final Path home;
    private final Path data;
    private final Path log;
    private final Path passwordFile;
    private final int maxConnections;

    /**
     * Of the data directory of Clubroom; what else belongs to the cluster lies beside its data there.
     *
     * @param poolSize how many connections Clubroom may need at once
     */
    Cluster(Binaries binaries, Path home, int poolSize) {
        this.binaries = binaries;
        this.home = home;
        this.data = home.resolve("postgres");
        this.log = home.resolve("postgres.log");
        this.passwordFile = home.resolve("postgres.password");
        this.maxConnections = Math.max(LEAST_MAX_CONNECTIONS, poolSize + SPARE_CONNECTIONS);
    }

    /** Whether there is data of an earlier start. */
    boolean exists() throws IOException {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(data)) {
            return entries.findAny().isPresent();
        }
    }

    /** Makes the data, with a role and a database of its own in it. */
    void create() throws IOException {
        if (!Files.exists(passwordFile)) {
            makePassword();
        }
        String prefix = data.getFileName() + ".unfinished-";
        Leftovers.remove(home, name -> name.startsWith(prefix));
        // It has its name only when it is complete: what an interrupted start made is never taken for data.
        Path unfinished = Files.createTempDirectory(home, prefix);
        check(binaries.run(
                "",
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums"));
        check(binaries.run(
                """
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s'
                CREATE DATABASE %1$s OWNER %1$s
                """.formatted(NAME, password()),
                "postgres",
                "--single",
                "-D",
                unfinished.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres"));
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void makePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        // Temporary files are made for their owner's eyes only.
        Path unfinished = Files.createTempFile(home, passwordFile.getFileName().toString(), null);
        Files.writeString(unfinished, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.SYNC);
        Files.move(unfinished, passwordFile, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Of the role. */
    String password() throws IOException {
        if (!Files.exists(passwordFile)) {
            throw new DatabaseFailure(
                    "The database in " + data + " opens only with its password, and " + passwordFile
                            + " is gone: bring it back.",
                    null);
        }
        return Files.readString(passwordFile).strip();
    }

    /** Refuses a directory that is not this version's data. */
    void checkVersion() throws IOException {
        Path versionFile = data.resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            throw new DatabaseFailure(
                    data + " holds something else than data of PostgreSQL: move it away, or choose another DATA_DIR.",
                    null);
        }
        String version = Files.readString(versionFile).strip();
        if (!version.equals(VERSION)) {
            throw new DatabaseFailure(
                    "%s was made by PostgreSQL %s, but this is PostgreSQL %s: carry the data over with pg_dump, or set DATABASE_URL."
                            .formatted(data, version, VERSION),
                    null);
        }
    }

    /** Starts the server and waits until it takes connections. */
    void start(int port, int patienceSeconds) throws IOException {
        forgetStranger();
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        int logStart = Files.exists(log) ? (int) Files.size(log) : 0;
        String options = SETTINGS.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" ", "-p " + port + " -c max_connections=" + maxConnections + " ", ""));
        // pg_ctl gives the server a session of its own: a Ctrl-C in the terminal is not for it.
        Outcome outcome =
                control("start", "-l", log.toString(), "-o", options, "-w", "-t", Integer.toString(patienceSeconds));
        if (!outcome.succeeded()) {
            byte[] written = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
            String said = new String(written, logStart, written.length - logStart, UTF_8);
            throw new IOException(new Outcome(outcome.exit(), outcome.output() + said).fault());
        }
    }

    /** Stops the server, if one runs: in order within the given time, else at once. */
    void stop(int patienceSeconds) throws IOException {
        if (server().isPresent()
                && !control("stop", "-m", "fast", "-w", "-t", Integer.toString(patienceSeconds))
                        .succeeded()
                && server().isPresent()) {
            check(control("stop", "-m", "immediate", "-w", "-t", "5"));
        }
    }

    /** The server that runs on this directory; never a stranger that now has the process id of one that is gone. */
    Optional<ProcessHandle> server() throws IOException {
        return pidFileLines().stream()
                .findFirst()
                .filter(line -> line.matches("[0-9]{1,18}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(binaries::isRunBy)
                .filter(this::worksHere);
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), data);
        } catch (NoSuchFileException notOnThisSystem) {
            return true;
        } catch (IOException hidden) {
            return false;
        }
    }

    /**
     * A process id that has a new owner would keep PostgreSQL from starting. The rest of the file stays: by it PostgreSQL sees whether
     * processes of the server that is gone still work on the data.
     */
    private void forgetStranger() throws IOException {
        List<String> lines = new ArrayList<>(pidFileLines());
        if (lines.isEmpty()) {
            Files.deleteIfExists(pidFile());
        } else if (server().isEmpty()) {
            lines.set(0, NOBODYS_PID);
            Files.write(pidFile(), lines, ISO_8859_1);
        }
    }

    private List<String> pidFileLines() throws IOException {
        // The path in it may be in any encoding.
        try {
            return Files.readAllLines(pidFile(), ISO_8859_1);
        } catch (NoSuchFileException notRunning) {
            return List.of();
        }
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private Outcome control(String command, String... arguments) throws IOException {
        return binaries.run(
                "",
                "pg_ctl",
                Stream.concat(Stream.of(command, "-D", data.toString()), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private static void check(Outcome outcome) throws IOException {
        if (!outcome.succeeded()) {
            throw new IOException(outcome.fault());
        }
    }
}
