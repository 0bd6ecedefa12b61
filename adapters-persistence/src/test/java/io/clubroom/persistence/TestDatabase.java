package io.clubroom.persistence;

import io.clubroom.persistence.embedded.EmbeddedPostgres;
import io.clubroom.persistence.migration.Migrations;
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
        return copyOf("template0 " + options);
    }

    /** A database with the current schema and no users. */
    public static DatabaseUrl migrated() throws SQLException {
        return copyOf(Template.DATABASE.database());
    }

    private static DatabaseUrl copyOf(String template) throws SQLException {
        DatabaseUrl server = Server.URL;
        String name = "test_" + COUNT.incrementAndGet();
        Sql.execute(server, "CREATE DATABASE " + name + " TEMPLATE " + template);
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

        /** Skips the shutdown checkpoint, which for hundreds of databases takes longer than many of the tests. */
        private static void stopAtOnce(Path directory) {
            try {
                String pid = Files.readAllLines(directory.resolve(Path.of("postgres", "postmaster.pid")))
                        .getFirst();
                ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
            } catch (IOException gone) {
                // The server has stopped already.
            }
        }

        /** Removes what an earlier run left, which takes PostgreSQL a checkpoint for each of its databases. */
        private static void removeDatabases(Path directory) {
            try (Stream<Path> files = Files.walk(directory.resolve("postgres"))) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (NoSuchFileException firstRun) {
                // There is nothing to remove.
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @SuppressWarnings("resource") // It is stopped at the end of the run.
        private static DatabaseUrl embedded() {
            Path directory = Path.of("target", "test-postgres");
            removeDatabases(directory);
            EmbeddedPostgres server = EmbeddedPostgres.start(directory, CONNECTIONS, System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAtOnce(directory)));
            DatabaseUrl url = server.url();
            try {
                DatabaseUrl superuser = DatabaseUrl.parse("postgres://postgres:"
                        + Files.readString(directory.resolve("postgres.superuser-password"))
                                .strip() + "@"
                        + url.address() + "/" + url.database() + "?sslmode=disable");
                Sql.execute(superuser, "ALTER ROLE " + url.user() + " CREATEDB");
            } catch (SQLException | IOException failure) {
                throw new AssertionError(failure);
            }
            return url;
        }
    }
}
