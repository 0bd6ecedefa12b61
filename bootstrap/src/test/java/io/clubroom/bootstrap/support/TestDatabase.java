package io.clubroom.bootstrap.support;

import static java.util.Objects.requireNonNull;

import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A new database in an embedded PostgreSQL that all tests of a run share. */
public final class TestDatabase {
    /** The data directory of the shared PostgreSQL: a {@code DATA_DIR} that is in use. */
    public static final Path SERVER_DIRECTORY =
            Path.of("target", "test-postgres").toAbsolutePath();

    private static final String PREFIX = "test_";

    /** Enough for test classes that run in parallel, some of them with several nodes. */
    private static final int CONNECTIONS = 400;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseUrl url;

    private TestDatabase(DatabaseUrl url) {
        this.url = url;
    }

    public static TestDatabase create() {
        TestDatabase admin = PostgreSql.ADMIN;
        String name = PREFIX + COUNT.incrementAndGet();
        admin.execute("CREATE DATABASE " + name + " OWNER " + PostgreSql.OWNER + " TEMPLATE template0");
        return new TestDatabase(PostgreSql.url(admin.url.address(), PostgreSql.OWNER, admin.password(), name));
    }

    /** The value of {@code DATABASE_URL} for this database. */
    public String url() {
        return url(address());
    }

    /** The value of {@code DATABASE_URL} for this database behind a proxy at this {@code host:port}. */
    public String url(String address) {
        return "postgres://%s:%s@%s/%s?sslmode=disable".formatted(url.user(), password(), address, url.database());
    }

    /** The {@code host:port} of PostgreSQL. */
    public String address() {
        return url.address();
    }

    public String password() {
        return requireNonNull(url.password());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    public void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The first column of the result. */
    public List<String> column(String query) {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Started when the first test needs a database. */
    private static final class PostgreSql {
        static final String OWNER = "clubroom";
        static final TestDatabase ADMIN = start();

        static DatabaseUrl url(String address, String user, String password, String database) {
            return DatabaseUrl.parse(
                    "postgres://%s:%s@%s/%s?sslmode=disable".formatted(user, password, address, database));
        }

        /** Stops PostgreSQL without a final checkpoint, which would take longer than many of the tests. */
        private static void stopAtOnce() {
            try {
                String pid = Files.readAllLines(SERVER_DIRECTORY.resolve(Path.of("postgres", "postmaster.pid")))
                        .getFirst();
                ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
            } catch (IOException gone) {
                // PostgreSQL is not running.
            }
        }

        private static String superuserPassword() {
            try {
                return Files.readString(SERVER_DIRECTORY.resolve("postgres.superuser-password"))
                        .strip();
            } catch (IOException missing) {
                throw new AssertionError(missing);
            }
        }

        @SuppressWarnings("resource") // Stopped by a shutdown hook.
        private static TestDatabase start() {
            EmbeddedPostgres server = EmbeddedPostgres.start(SERVER_DIRECTORY, CONNECTIONS, System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(PostgreSql::stopAtOnce));
            TestDatabase admin =
                    new TestDatabase(url(server.url().address(), "postgres", superuserPassword(), "postgres"));
            for (String leftover :
                    admin.column("SELECT datname FROM pg_database WHERE starts_with(datname, '" + PREFIX + "')")) {
                admin.execute("DROP DATABASE " + leftover);
            }
            // With the thousands of iterations of a stored password, each connection would cost milliseconds. One
            // password
            // for both roles is enough here.
            admin.execute("SET scram_iterations = 1", "ALTER ROLE " + OWNER + " PASSWORD '" + admin.password() + "'");
            return admin;
        }
    }
}
