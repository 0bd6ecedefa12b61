package io.clubroom.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaHistoryTest {
    private static final String LAST = "(SELECT max(version) FROM flyway_schema_history)";

    @TempDir
    private Path directory;

    @Test
    void a_start_with_nothing_to_migrate_needs_one_connection() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, "ALTER DATABASE " + url.database() + " CONNECTION LIMIT 1");
        // A connection just closed may still be counted.
        assertThatCode(() -> migrate(url)).doesNotThrowAnyException();
    }

    @Test
    void what_was_taken_over_is_complete_from_there_on() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        for (Path file : migrations().limit(6).toList()) {
            Sql.execute(url, Files.readString(file));
        }
        migrate(url);
        assertThat(Sql.value(url, "SELECT version FROM flyway_schema_history WHERE type = 'BASELINE'"))
                .isEqualTo("20250310000000");
        assertThat(isComplete(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET description = 'something else' WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET type = 'JDBC' WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET success = FALSE WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET version = '1' WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET version = '1.5' WHERE version = " + LAST,
                "DELETE FROM flyway_schema_history WHERE version <> " + LAST,
            })
    void a_history_that_is_not_of_this_release_stops_the_start(String change) throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        assertThat(isComplete(url)).isTrue();
        Sql.execute(url, change);
        assertThat(isComplete(url)).isFalse();
        assertThatThrownBy(() -> migrate(url)).isInstanceOf(DatabaseFailure.class);
    }

    @Test
    void a_migration_that_was_changed_is_named() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '20250308143333'");
        assertThatThrownBy(() -> migrate(url))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"%s\" at %s (DATABASE_URL) could not be brought to the schema of this release"
                                + " (Migration checksum mismatch for migration version 20250308143333).",
                        url.database(), url.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '99990101000000', description, type,"
                        + " script, checksum, installed_by, installed_on, execution_time, success"
                        + " FROM flyway_schema_history WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET checksum = NULL WHERE version = " + LAST,
            })
    void what_flyway_lets_pass_is_let_pass_such_as_a_later_release(String change) throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, change);
        assertThat(isComplete(url)).isFalse();
        migrate(url);
    }

    @Test
    void migrations_in_a_jar_are_those_that_were_made() throws Exception {
        assertThat(isComplete(TestDatabase.migrated(), jar("release.jar", release())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V99990101000000__more.sql",
                "V20250306220540__in_between.sql",
                "V9999.1__more.sql",
                "R__repeated.sql",
                "V99990101000000__more.class",
                "further/V99990101000000__more.sql"
            })
    void what_an_extension_brings_is_not_made_yet(String script) throws Exception {
        assertThat(isComplete(
                        TestDatabase.migrated(),
                        jar("release.jar", release()),
                        jar("extension.jar", Map.of(script, "SELECT 1"))))
                .isFalse();
    }

    @Test
    void a_migration_that_is_missing_or_changed_since_is_noticed() throws Exception {
        Map<String, String> fewer = release();
        fewer.remove(fewer.keySet().iterator().next());
        Map<String, String> changed = release();
        changed.replaceAll((script, sql) -> script.contains("add_user_role") ? sql + "-- and more" : sql);
        assertThat(isComplete(TestDatabase.migrated(), jar("fewer.jar", fewer))).isFalse();
        assertThat(isComplete(TestDatabase.migrated(), jar("changed.jar", changed)))
                .isFalse();
    }

    private static void migrate(DatabaseUrl url) {
        new SchemaMigration(url, Duration.ofSeconds(30), line -> {}).run();
    }

    private static boolean isComplete(DatabaseUrl url) throws Exception {
        try (Connection connection = Sql.connect(url)) {
            return SchemaHistory.isComplete(connection, SchemaHistory.class.getClassLoader());
        }
    }

    private static boolean isComplete(DatabaseUrl url, Path... jars) throws Exception {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        try (Connection connection = Sql.connect(url);
                URLClassLoader classes = new URLClassLoader(urls, null)) {
            return SchemaHistory.isComplete(connection, classes);
        }
    }

    private static Map<String, String> release() throws Exception {
        Map<String, String> scripts = new LinkedHashMap<>();
        for (Path file : migrations().toList()) {
            scripts.put(file.getFileName().toString(), Files.readString(file));
        }
        return scripts;
    }

    private static Stream<Path> migrations() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("../migrations"))) {
            return files.sorted().toList().stream();
        }
    }

    private Path jar(String name, Map<String, String> scripts) throws Exception {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("db/migration/"));
            for (Map.Entry<String, String> script : scripts.entrySet()) {
                jar.putNextEntry(new JarEntry("db/migration/" + script.getKey()));
                jar.write(script.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
