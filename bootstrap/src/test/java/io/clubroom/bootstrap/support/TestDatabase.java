package io.clubroom.bootstrap.support;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import io.clubroom.testkit.postgres.QuickPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** A new database on a server that all tests of a run share. */
public final class TestDatabase {
    /** Enough for test classes that run in parallel, some of them with several nodes. */
    private static final int CONNECTIONS = 400;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseUrl url;

    private TestDatabase(DatabaseUrl url) {
        this.url = url;
    }

    /** With the current schema and no users. */
    public static TestDatabase create() {
        return copyOf(Template.NAME);
    }

    /** Without a schema. */
    public static TestDatabase empty() {
        return copyOf("template0");
    }

    /** Lets an embedded PostgreSQL with this data directory use the unpacked programs of the server. */
    public static void sharePrograms(Path dataDirectory) throws IOException {
        assertThat(PostgreSql.ADMIN).as("the server has been started").isNotNull();
        QuickPostgres.sharePrograms(dataDirectory);
    }

    private static TestDatabase copyOf(String template) {
        TestDatabase admin = PostgreSql.ADMIN;
        String name = "test_" + COUNT.incrementAndGet();
        // To copy files is cheaper than to log each of their pages.
        admin.execute(
                "CREATE DATABASE " + name + " OWNER " + PostgreSql.OWNER + " STRATEGY file_copy TEMPLATE " + template);
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

    /** Migrated when the first test needs it. */
    private static final class Template {
        static final String NAME = migrated();

        private static String migrated() {
            TestDatabase database = empty();
            Flyway.configure()
                    .dataSource(database.url.jdbcUrl(), database.url.user(), database.password())
                    .load()
                    .migrate();
            return database.url.database();
        }
    }

    /** Started when the first test needs a database. */
    private static final class PostgreSql {
        static final String OWNER = "clubroom";
        private static final Path DIRECTORY = Path.of("target", "test-postgres").toAbsolutePath();
        static final TestDatabase ADMIN = start();

        static DatabaseUrl url(String address, String user, String password, String database) {
            return DatabaseUrl.parse(
                    "postgres://%s:%s@%s/%s?sslmode=disable".formatted(user, password, address, database));
        }

        private static TestDatabase start() {
            try {
                removeDatabases();
                QuickPostgres.sharePrograms(DIRECTORY);
                EmbeddedPostgres.start(DIRECTORY, CONNECTIONS, System.out::println)
                        .close();
                String address = "127.0.0.1:" + QuickPostgres.start(DIRECTORY, CONNECTIONS);
                String password = Files.readString(DIRECTORY.resolve("postgres.superuser-password"))
                        .strip();
                TestDatabase admin = new TestDatabase(url(address, "postgres", password, "postgres"));
                // One password for both roles is enough here.
                admin.execute(
                        "ALTER ROLE postgres PASSWORD '" + password + "'",
                        "ALTER ROLE " + OWNER + " PASSWORD '" + password + "'");
                return admin;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** Removes what an earlier run left, which no server can use. */
        private static void removeDatabases() throws IOException {
            try (Stream<Path> files = Files.walk(DIRECTORY.resolve("postgres"))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (NoSuchFileException firstRun) {
                // There is nothing to remove.
            }
        }
    }
}
