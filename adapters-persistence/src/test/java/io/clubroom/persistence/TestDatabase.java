package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.persistence.embedded.EmbeddedPostgres;
import io.clubroom.persistence.migration.Migrations;
import io.clubroom.testkit.postgres.QuickPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Databases for tests, on one server for the whole run: a container if there is a Docker engine, otherwise the embedded PostgreSQL with its
 * data below {@code target}.
 */
public final class TestDatabase {
    /** Test classes run in parallel, some with several nodes. */
    private static final int CONNECTIONS = 400;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    /** An empty database. */
    public static DatabaseUrl empty() throws SQLException {
        return copyOf("template0");
    }

    /** An empty database with options of {@code CREATE DATABASE}. */
    public static DatabaseUrl empty(String options) throws SQLException {
        return copyOf("template0", options);
    }

    /** A database with the current schema and no users. */
    public static DatabaseUrl migrated() throws SQLException {
        return copyOf(Template.DATABASE.database());
    }

    /** Lets an embedded PostgreSQL with this data directory use the unpacked programs of the server. */
    public static void sharePrograms(Path dataDirectory) throws IOException {
        assertThat(Embedded.CREATED).as("the server has been started").isNotNull();
        QuickPostgres.sharePrograms(dataDirectory);
    }

    private static DatabaseUrl copyOf(String template, String... options) throws SQLException {
        DatabaseUrl server = Server.URL;
        String name = "test_" + COUNT.incrementAndGet();
        // To copy files is cheaper than to log each of their pages.
        Sql.execute(
                server,
                "CREATE DATABASE " + name + " STRATEGY file_copy TEMPLATE " + template + " "
                        + String.join(" ", options));
        return at(server, server.user(), name);
    }

    private static DatabaseUrl at(DatabaseUrl server, String user, String database) {
        return DatabaseUrl.parse("postgres://%s:%s@%s/%s?sslmode=disable"
                .formatted(user, server.password(), server.address(), database));
    }

    /** Migrated when first used. */
    private static final class Template {
        static final DatabaseUrl DATABASE = migrate();

        private static DatabaseUrl migrate() {
            try {
                DatabaseUrl url = empty();
                Migrations.run(url, Duration.ofSeconds(30), line -> {});
                return url;
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    /** Started when first used. */
    private static final class Server {
        static final DatabaseUrl URL = start();

        private static DatabaseUrl start() {
            DatabaseUrl url = dockerAnswers() ? container() : embedded();
            try {
                Sql.execute(
                        url,
                        // Test data need not survive a power failure.
                        "ALTER ROLE CURRENT_USER SET synchronous_commit = off",
                        // The thousands of iterations of a stored password would be a third of the time that tests of
                        // migrations take.
                        "SET scram_iterations = 1",
                        "ALTER ROLE CURRENT_USER PASSWORD '" + url.password() + "'");
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
            return url;
        }

        /** Looks for signs of an engine first, because its client is slow and noisy without one. */
        private static boolean dockerAnswers() {
            return (System.getenv("DOCKER_HOST") != null
                            || Files.exists(Path.of("/var/run/docker.sock"))
                            || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock")))
                    && DockerClientFactory.instance().isDockerAvailable();
        }

        @SuppressWarnings("resource") // The engine removes the container after the run.
        private static DatabaseUrl container() {
            PostgreSQLContainer server = new PostgreSQLContainer("postgres:17-alpine");
            server.start();
            return DatabaseUrl.parse("postgresql://%s:%s@%s:%d/%s?sslmode=disable"
                    .formatted(
                            server.getUsername(),
                            server.getPassword(),
                            server.getHost(),
                            server.getFirstMappedPort(),
                            server.getDatabaseName()));
        }

        private static DatabaseUrl embedded() {
            DatabaseUrl created = Embedded.CREATED;
            try {
                String address = "127.0.0.1:" + QuickPostgres.start(Embedded.DIRECTORY, CONNECTIONS);
                DatabaseUrl superuser = DatabaseUrl.parse("postgres://postgres:"
                        + Files.readString(Embedded.DIRECTORY.resolve("postgres.superuser-password"))
                                .strip() + "@"
                        + address + "/" + created.database() + "?sslmode=disable");
                Sql.execute(superuser, "ALTER ROLE " + created.user() + " CREATEDB");
                return DatabaseUrl.parse("postgres://%s:%s@%s/%s?sslmode=disable"
                        .formatted(created.user(), created.password(), address, created.database()));
            } catch (SQLException | IOException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    /** Unpacked and created when first used. */
    private static final class Embedded {
        static final Path DIRECTORY = Path.of("target", "test-postgres").toAbsolutePath();
        static final DatabaseUrl CREATED = create();

        private static DatabaseUrl create() {
            removeDatabases();
            try {
                QuickPostgres.sharePrograms(DIRECTORY);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            try (EmbeddedPostgres server = EmbeddedPostgres.start(DIRECTORY, CONNECTIONS, System.out::println)) {
                return server.url();
            }
        }

        /** Removes what an earlier run left, which no server can use. */
        private static void removeDatabases() {
            try (Stream<Path> files = Files.walk(DIRECTORY.resolve("postgres"))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (NoSuchFileException firstRun) {
                // There is nothing to remove.
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
