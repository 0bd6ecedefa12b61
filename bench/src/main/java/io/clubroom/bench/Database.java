package io.clubroom.bench;

import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.postgresql.PGConnection;

/** A temporary PostgreSQL with fsync on, and measurements of its own limits. */
final class Database implements AutoCloseable {
    static final UUID ADMIN = user(1);
    static final String PASSWORD = "Correct-Horse-9";
    static final String HASH =
            OpenBSDBCrypt.generate("2b", PASSWORD.getBytes(StandardCharsets.UTF_8), new byte[16], 12);
    static final int ACCOUNTS_WITH_PASSWORD = 1_000;
    static final int TALKERS = 64;

    private static final int PROBE_CONNECTIONS = 8;
    private static final String READ =
            "SELECT id, username, email, full_name, phone_number, active, role, created_at, updated_at FROM users"
                    + " WHERE id = ";
    private static final String INSERT =
            "INSERT INTO bench_messages VALUES (gen_random_uuid(), 'general', '00000000-0000-4000-8000-100000000001',"
                    + " 'an ordinary thing to say, of about as many bytes as people type', now())";
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private final EmbeddedPostgres postgres;
    private final String superuserPassword;
    private final Path directory;
    private final int users;
    private final Optional<Path> pgbench;

    Database(Path directory, int users) throws Exception {
        this.directory = directory;
        this.users = users;
        this.postgres = EmbeddedPostgres.start(directory.resolve("database"), _ -> {});
        this.superuserPassword = Files.readString(directory.resolve("database/postgres.superuser-password"))
                .strip();
        this.pgbench = findPgbench();
        if (!query("clubroom", "SHOW fsync").equals("on")) {
            throw new IllegalStateException("the database does not write to the disk");
        }
    }

    /** The id of a user by its number, from 1; pgbench can compute it too. */
    static UUID user(int number) {
        return UUID.fromString("00000000-0000-4000-8000-" + (100_000_000_000L + number));
    }

    static UUID anyUser(int users) {
        // The decimal digits become hexadecimal digits of the id.
        long low = 0x8000_1000_0000_0000L;
        int rest = ThreadLocalRandom.current().nextInt(1, users + 1);
        for (int shift = 0; rest > 0; shift += 4, rest /= 10) {
            low |= (long) (rest % 10) << shift;
        }
        return new UUID(0x4000L, low);
    }

    int users() {
        return users;
    }

    boolean hasPgbench() {
        return pgbench.isPresent();
    }

    String url(String database) {
        DatabaseUrl url = postgres.url();
        return "postgres://" + url.user() + ":" + url.password() + "@" + Net.HOST + ":" + port() + "/" + database
                + "?sslmode=disable";
    }

    private int port() {
        Matcher port =
                Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(postgres.url().jdbcUrl());
        if (!port.find()) {
            throw new IllegalStateException("no port in the address of the database");
        }
        return Integer.parseInt(port.group(1));
    }

    private Connection connect(String database) throws SQLException {
        return connect(database, postgres.url().user());
    }

    private Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + Net.HOST + ":" + port() + "/" + database + "?sslmode=disable&prepareThreshold=1",
                user,
                user.equals("postgres") ? superuserPassword : postgres.url().password());
    }

    /** Creates another database in the same cluster. */
    void create(String database) throws SQLException {
        try (Connection connection = connect("postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE " + database + " OWNER " + postgres.url().user());
        }
    }

    /** Inserts the users, accounts and rooms into a schema that a server has created. */
    void fill(String database) throws SQLException {
        bulk(database, "users", """
            INSERT INTO users (id, username, email, password_hash, full_name, phone_number, role, created_at, updated_at)
            SELECT ('00000000-0000-4000-8000-' || (100000000000 + i))::uuid, 'user' || i, 'user' || i || '@example.com',
                   CASE WHEN i <= %d THEN '%s' END, 'First Last' || i, '+48123456' || mod(i, 1000),
                   CASE WHEN i = 1 THEN 'admin' WHEN mod(i, 50) = 0 THEN 'trainer' ELSE 'client' END,
                   now() - i * INTERVAL '1 minute', now() - i * INTERVAL '1 minute'
            FROM generate_series(1, %d) AS i\
            """.formatted(ACCOUNTS_WITH_PASSWORD, HASH, users));
        execute(
                database,
                "INSERT INTO chat_rooms (id, name) SELECT 'room' || i, 'Room ' || i FROM generate_series(0, 99) AS i",
                "CREATE TABLE bench_messages (id uuid PRIMARY KEY, room_id text, user_id uuid, content text,"
                        + " created_at timestamptz)",
                "VACUUM ANALYZE users");
    }

    /** Inserts messages: half of them in one room, the rest in the others. Drops the indexes first and recreates them, which is faster. */
    void fillMessages(String database, int messages) throws SQLException {
        bulk(database, "chat_messages", """
            INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq)
            SELECT gen_random_uuid(), CASE WHEN mod(i, 2) = 0 THEN 'room0' ELSE 'room' || 1 + mod(i / 2, 99) END,
                   ('00000000-0000-4000-8000-' || (100000000000 + 2 + mod(i, 1000)))::uuid,
                   'an ordinary thing to say, of about as many bytes as people type, number ' || i,
                   now() - (%1$d - i) * INTERVAL '1 second',
                   CASE WHEN mod(i, 2) = 0 THEN i / 2 ELSE i / 2 / 99 + 1 END
            FROM generate_series(1, %1$d) AS i
            """.formatted(messages));
        execute(
                database,
                "UPDATE chat_rooms SET last_seq = (SELECT coalesce(max(seq), 0) FROM chat_messages WHERE room_id ="
                        + " chat_rooms.id)",
                "VACUUM ANALYZE chat_messages");
    }

    /** Adds a private room of the first users behind the administrator. */
    void addPrivateRoom(String database, String room, int members) throws SQLException {
        execute(
                database,
                "INSERT INTO chat_rooms (id, name, kind) VALUES ('" + room + "', '" + room + "', 'private')",
                "INSERT INTO chat_members (room_id, user_id, role, joined_at) SELECT '" + room
                        + "', ('00000000-0000-4000-8000-' || (100000000000 + i))::uuid, 'member', now() FROM"
                        + " generate_series(2, " + (1 + members) + ") AS i");
    }

    /** Inserts users that few searches match. */
    void addRareUsers(String database) throws SQLException {
        execute(
                database,
                "INSERT INTO users (username, email, full_name) VALUES ('zebra', 'stripes@example.net', 'Somebody"
                        + " Qwick'), ('kimura', 'kimura@example.net', '木村 拓哉')",
                "VACUUM ANALYZE users");
    }

    /** Inserts lines in the format of COPY into some columns of the table of messages. */
    void copyMessages(String database, String columns, InputStream lines) throws SQLException {
        bulk(database, "chat_messages", (connection, _) -> {
            try {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY chat_messages (" + columns + ") FROM STDIN", lines);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private void bulk(String database, String table, String insert) throws SQLException {
        bulk(database, table, (_, statement) -> statement.execute(insert));
    }

    private interface Filling {
        void by(Connection connection, Statement statement) throws SQLException;
    }

    /** Fills a table without checking foreign keys or maintaining indexes row by row. */
    private void bulk(String database, String table, Filling filling) throws SQLException {
        try (Connection connection = connect(database, "postgres");
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            List<String> definitions = new ArrayList<>();
            try (ResultSet indexes = statement.executeQuery(
                    "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '" + table
                            + "'::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)")) {
                while (indexes.next()) {
                    names.add(indexes.getString(1));
                    definitions.add(indexes.getString(2));
                }
            }
            statement.execute("SET maintenance_work_mem = '512MB'");
            statement.execute("SET synchronous_commit = off");
            if (!table.equals("users")) {
                // The triggers that count users must run.
                statement.execute("SET session_replication_role = replica");
            }
            for (String name : names) {
                statement.execute("DROP INDEX " + name);
            }
            filling.by(connection, statement);
            for (String definition : definitions) {
                statement.execute(definition);
            }
        }
    }

    void execute(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String query(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        }
    }

    /** Point reads of users by id per second. */
    double reads(Duration time) throws Exception {
        return pgbench.isPresent()
                ? pgbench(
                        "\\set n random(100000000001, " + (100_000_000_000L + users) + ")\n" + READ
                                + "('00000000-0000-4000-8000-' || :n)::uuid;\n",
                        time)
                : overJdbc(READ + "?", time);
    }

    /** Durable single-row inserts per second. */
    double inserts(Duration time) throws Exception {
        return pgbench.isPresent() ? pgbench(INSERT + ";\n", time) : overJdbc(INSERT, time);
    }

    private double pgbench(String script, Duration time) throws Exception {
        Path file = directory.resolve("pgbench.sql");
        Files.writeString(file, script);
        ProcessBuilder builder = new ProcessBuilder(
                pgbench.orElseThrow().toString(),
                "-n",
                "-M",
                "prepared",
                "-c",
                Integer.toString(PROBE_CONNECTIONS),
                "-j",
                "1",
                "-T",
                Long.toString(Math.max(1, time.toSeconds())),
                "-f",
                file.toString(),
                "-h",
                Net.HOST,
                "-p",
                Integer.toString(port()),
                "-U",
                postgres.url().user(),
                "clubroom");
        builder.environment().put("PGPASSWORD", postgres.url().password());
        builder.environment().put("LC_ALL", "C");
        Path output = directory.resolve("pgbench.txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(time.toSeconds() + 20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Matcher tps = TPS.matcher(Files.readString(output));
        if (!tps.find()) {
            throw new IllegalStateException("pgbench: " + Files.readString(output));
        }
        return Double.parseDouble(tps.group(1));
    }

    private double overJdbc(String sql, Duration time) throws Exception {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PROBE_CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                try (Connection connection = connect("clubroom");
                        PreparedStatement statement = connection.prepareStatement(sql)) {
                    while (System.nanoTime() < end) {
                        if (sql.endsWith("?")) {
                            statement.setObject(1, anyUser(users));
                            try (ResultSet found = statement.executeQuery()) {
                                found.next();
                                found.getString(2);
                            }
                        } else {
                            statement.execute();
                        }
                        done.increment();
                    }
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join(time.plusSeconds(20));
        }
        return done.sum() / (time.toNanos() / 1e9);
    }

    private static Optional<Path> findPgbench() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String directory : System.getenv("PATH").split(":")) {
            places.add(Path.of(directory));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.forEach(version -> places.add(version.resolve("bin")));
            }
        }
        return places.stream()
                .map(place -> place.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The process id of the postmaster. */
    long pid() {
        try {
            return Long.parseLong(Files.readAllLines(directory.resolve("database/postgres/postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException gone) {
            return ProcessHandle.current().pid();
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
