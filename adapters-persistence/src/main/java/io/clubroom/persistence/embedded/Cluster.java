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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The data directory of the embedded PostgreSQL, and its server while it runs. */
final class Cluster {
    /** The name of the database and of the role that owns it. */
    static final String NAME = "clubroom";

    /** The major version of the embedded PostgreSQL, as in {@code PG_VERSION}. */
    static final String VERSION = "17";

    /** The names in Clubroom's data directory of the data and of the passwords of both roles. */
    static final String DATA = "postgres";

    static final String PASSWORD = "postgres.password";
    static final String SUPERUSER_PASSWORD = "postgres.superuser-password";

    /** How the name of a directory begins in which data is created, until it is complete. */
    static final String UNFINISHED = DATA + ".unfinished-";

    private static final long LOG_LIMIT_BYTES = 4L << 20;
    private static final int PASSWORD_BYTES = 32;

    private static final int MIN_MAX_CONNECTIONS = 100;

    /** Connections beyond the pool: Clubroom's own outside the pool, the operator's, and those being closed. */
    private static final int SPARE_CONNECTIONS = 20;

    /** A process id that no supported system assigns. */
    private static final String UNUSED_PID = Integer.toString(Integer.MAX_VALUE);

    /**
     * Settings on the command line, which override all files. Failed statements are not logged, because the log would fill with data of
     * users.
     */
    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "shared_buffers=128MB",
            "jit=off",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            "log_min_messages=log",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse");

    private final Binaries binaries;
    private final Path home;
    private final Path data;
    private final PidFile pidFile;
    private final Path log;
    private final Path passwordFile;
    private final Path superuserPasswordFile;
    private final int maxConnections;

    /**
     * @param home Clubroom's data directory
     * @param poolSize the maximum size of Clubroom's connection pool
     */
    Cluster(Binaries binaries, Path home, int poolSize) {
        this.binaries = binaries;
        this.home = home;
        this.data = home.resolve(DATA);
        this.pidFile = PidFile.in(data);
        this.log = home.resolve("postgres.log");
        this.passwordFile = home.resolve(PASSWORD);
        this.superuserPasswordFile = home.resolve(SUPERUSER_PASSWORD);
        this.maxConnections = Math.max(MIN_MAX_CONNECTIONS, poolSize + SPARE_CONNECTIONS);
    }

    /** Whether an earlier start has created the data. */
    boolean exists() throws IOException {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(data)) {
            return entries.findAny().isPresent();
        }
    }

    /** Creates the data, with the role and the database. */
    void create() throws IOException {
        if (!Files.exists(passwordFile)) {
            createPassword(passwordFile);
        }
        if (!Files.exists(superuserPasswordFile)) {
            createPassword(superuserPasswordFile);
        }
        Leftovers.remove(home, name -> name.startsWith(UNFINISHED));
        // Renamed when complete, so that the remains of an interrupted start are never taken for data.
        Path unfinished = Files.createTempDirectory(home, UNFINISHED);
        check(binaries.run(
                "",
                "initdb",
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + superuserPasswordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums"));
        execute(
                unfinished,
                "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password() + "'",
                "CREATE DATABASE " + NAME + " OWNER " + NAME);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        UnpackedFiles.syncDirectory(home);
    }

    /** Gives the superuser of data that an earlier release created a password of its own; the server must not run. */
    void separateSuperuser() throws IOException {
        if (!Files.exists(superuserPasswordFile)) {
            String password = randomPassword();
            execute(data, "ALTER ROLE postgres PASSWORD '" + password + "'");
            write(password, superuserPasswordFile);
        }
    }

    /** Executes statements as the superuser, without a server. */
    private void execute(Path directory, String... statements) throws IOException {
        check(binaries.run(
                String.join("\n", statements) + "\n",
                "postgres",
                "--single",
                "-D",
                directory.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "password_encryption=scram-sha-256",
                "-c",
                "log_min_error_statement=panic",
                "postgres"));
    }

    private void createPassword(Path file) throws IOException {
        write(randomPassword(), file);
    }

    private static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void write(String password, Path file) throws IOException {
        // Only the owner can read temporary files.
        Path unfinished = Files.createTempFile(home, file.getFileName().toString(), null);
        Files.writeString(unfinished, password + "\n", StandardOpenOption.SYNC);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        UnpackedFiles.syncDirectory(home);
    }

    /** The role's password. */
    String password() throws IOException {
        if (!Files.exists(passwordFile)) {
            throw new DatabaseFailure(
                    "The password of the database in " + data + " is missing: restore " + passwordFile + ".", null);
        }
        return Files.readString(passwordFile).strip();
    }

    /** Throws {@link DatabaseFailure} unless the directory contains data of this major version. */
    void checkVersion() throws IOException {
        Path versionFile = data.resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            throw new DatabaseFailure(
                    data + " contains no PostgreSQL data: move it away, or choose another DATA_DIR.", null);
        }
        String version = Files.readString(versionFile).strip();
        if (!version.equals(VERSION)) {
            throw new DatabaseFailure(
                    data + " was created by PostgreSQL " + version + ", but this is PostgreSQL " + VERSION
                            + ": migrate the data with pg_dump, or set DATABASE_URL.",
                    null);
        }
    }

    /** Starts the server and waits until it accepts connections. */
    void start(int port, int timeoutSeconds) throws IOException {
        clearStalePid();
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        int logStart = Files.exists(log) ? (int) Files.size(log) : 0;
        // pg_ctl starts the server in its own session, so a Ctrl-C in the terminal does not reach it.
        Outcome outcome = control(
                "start",
                "-l",
                log.toString(),
                "-o",
                String.join(" ", options(Integer.toString(port))),
                "-w",
                "-t",
                Integer.toString(timeoutSeconds));
        if (!outcome.succeeded()) {
            byte[] written = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
            String logged = new String(written, logStart, written.length - logStart, UTF_8);
            throw new IOException(new Outcome(outcome.exit(), outcome.output() + logged).error());
        }
    }

    private List<String> options(String port) {
        List<String> options = new ArrayList<>(List.of("-p", port, "-c", "max_connections=" + maxConnections));
        SETTINGS.forEach(setting -> options.addAll(List.of("-c", setting)));
        return options;
    }

    /** The port of a running server that accepts connections, if {@link #start} would start the same program with the same settings. */
    OptionalInt reusablePort() throws IOException {
        OptionalInt port = pidFile.readyPort();
        if (port.isEmpty() || server().filter(binaries::isCurrent).isEmpty()) {
            return OptionalInt.empty();
        }
        String arguments = Stream.concat(
                        Stream.of("-D", data.toString()), options(Integer.toString(port.getAsInt())).stream())
                .map(argument -> "\"" + argument + "\"")
                .collect(Collectors.joining(" "));
        // The program's path, and then each argument in quotation marks.
        String commandLine = Files.readString(data.resolve("postmaster.opts"), ISO_8859_1);
        return commandLine.strip().endsWith(" " + new String(arguments.getBytes(UTF_8), ISO_8859_1))
                ? port
                : OptionalInt.empty();
    }

    /** Stops the server if it runs: a fast shutdown, and an immediate one after the timeout. */
    void stop(int timeoutSeconds) throws IOException {
        if (server().isPresent()
                && !control("stop", "-m", "fast", "-w", "-t", Integer.toString(timeoutSeconds))
                        .succeeded()
                && server().isPresent()) {
            check(control("stop", "-m", "immediate", "-w", "-t", "5"));
        }
    }

    /** The server process of this directory, but not another process that reuses the process id of a dead server. */
    Optional<ProcessHandle> server() throws IOException {
        return pidFile.lines().stream()
                .findFirst()
                .filter(line -> line.matches("[0-9]{1,18}"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                .filter(binaries::isRunBy)
                .filter(this::runsHere);
    }

    private boolean runsHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), data);
        } catch (NoSuchFileException notOnThisSystem) {
            return true;
        } catch (IOException hidden) {
            return false;
        }
    }

    /**
     * PostgreSQL refuses to start if another process has the id in the PID file. The rest of the file is kept: PostgreSQL needs it to detect
     * child processes of the dead server that still use the data.
     */
    private void clearStalePid() throws IOException {
        List<String> lines = new ArrayList<>(pidFile.lines());
        if (lines.isEmpty()) {
            Files.deleteIfExists(pidFile.path());
        } else if (server().isEmpty()) {
            lines.set(0, UNUSED_PID);
            Files.write(pidFile.path(), lines, ISO_8859_1);
        }
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
            throw new IOException(outcome.error());
        }
    }
}
