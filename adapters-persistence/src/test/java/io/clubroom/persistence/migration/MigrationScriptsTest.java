package io.clubroom.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that a start finds on the class path, in the jar of the release and in those of extensions. */
class MigrationScriptsTest {
    private static final String FOLDER = "db/migration/";
    private static final String HISTORY = "SELECT concat_ws('|', version, description, type, script, checksum, success)"
            + " FROM flyway_schema_history ORDER BY installed_rank";

    @TempDir
    private Path directory;

    @Test
    void migrations_in_a_jar_are_applied() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        migrate(url, jar("release.jar", release()));
        assertThat(Sql.column(url, HISTORY)).isEqualTo(Sql.column(TestDatabase.migrated(), HISTORY));
        assertThat(Sql.value(url, "SELECT count(*) FROM users")).isEqualTo("0");
    }

    @Test
    void a_current_database_stays_current_for_the_same_migrations_in_a_jar() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        List<String> before = Sql.column(url, HISTORY);
        migrate(url, jar("release.jar", release()));
        assertThat(Sql.column(url, HISTORY)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V99990101000000__more.sql",
                "V99990101000000.1__more.sql",
                "R__repeated.sql",
                "further/V99990101000000__more.sql"
            })
    void scripts_of_an_extension_are_applied_once(String script) throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Path[] jars = {
            jar("release.jar", release()), jar("extension.jar", Map.of(script, "CREATE TABLE trophies (id integer)"))
        };
        migrate(url, jars);
        migrate(url, jars);
        assertThat(Sql.value(url, "SELECT count(*) FROM trophies")).isEqualTo("0");
        assertThat(Sql.value(url, "SELECT count(*) FROM flyway_schema_history WHERE script = '" + script + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_migration_is_committed_together_with_its_row_in_the_history() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        String script = "V99990101000000__more.sql";
        migrate(
                url,
                jar("release.jar", release()),
                jar("extension.jar", Map.of(script, "CREATE TABLE trophies (id integer)")));
        assertThat(Sql.value(url, "SELECT xmin FROM flyway_schema_history WHERE script = '" + script + "'"))
                .isEqualTo(Sql.value(url, "SELECT xmin FROM pg_class WHERE relname = 'trophies'"));
    }

    @Test
    void a_script_older_than_the_schema_is_refused() throws Exception {
        assertRefused(
                "Detected resolved migration not applied to database: 20250306220540",
                jar("release.jar", release()),
                jar("extension.jar", Map.of("V20250306220540__in_between.sql", "CREATE TABLE trophies (id integer)")));
    }

    @Test
    void a_missing_script_is_refused() throws Exception {
        Map<String, String> fewer = release();
        fewer.remove("V20250308143333__add_user_role.sql");
        assertRefused("Detected applied migration not resolved locally: 20250308143333", jar("release.jar", fewer));
    }

    @Test
    void a_changed_script_is_refused() throws Exception {
        Map<String, String> changed = release();
        changed.merge("V20250308143333__add_user_role.sql", "-- and more", String::concat);
        assertRefused("Migration checksum mismatch for migration version 20250308143333", jar("release.jar", changed));
    }

    @Test
    void names_that_only_the_locale_of_the_database_told_apart_are_listed_and_nothing_is_changed() throws Exception {
        DatabaseUrl url = TestDatabase.empty("LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc");
        Map<String, String> before = release();
        before.keySet().removeIf(script -> script.compareTo("V20261128160000") >= 0);
        migrate(url, jar("before.jar", before));
        Sql.execute(url, """
            INSERT INTO users (username, email, full_name) VALUES
                ('josé', 'a@example.com', 'First'), ('JOSÉ', 'b@example.com', 'Second'), ('ben', 'c@example.com', 'Third')
            """);
        List<String> history = Sql.column(url, HISTORY);

        assertThatThrownBy(() -> migrate(url, jar("release.jar", release())))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"%s\" at %s (DATABASE_URL) has accounts whose names differ only in case, which"
                                + " Clubroom takes for the same; rename or remove all but one of each: username josé,"
                                + " JOSÉ.",
                        url.database(), url.address());

        assertThat(Sql.column(url, HISTORY)).isEqualTo(history);
        Sql.execute(url, "DELETE FROM users WHERE username = 'JOSÉ'");
        migrate(url, jar("release.jar", release()));
        assertThat(Sql.column(url, "SELECT folded_username FROM users ORDER BY 1"))
                .containsExactly("ben", "josé");
    }

    private static void assertRefused(String reason, Path... jars) throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        List<String> before = Sql.column(url, HISTORY);
        assertThatThrownBy(() -> migrate(url, jars))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"%s\" at %s (DATABASE_URL) could not be brought to the schema of this release"
                                + " (%s).",
                        url.database(), url.address(), reason);
        assertThat(Sql.column(url, HISTORY)).isEqualTo(before);
    }

    /** Migrates with the scripts of these jars alone. */
    private static void migrate(DatabaseUrl url, Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader classes = new URLClassLoader(urls, new WithoutMigrations(before))) {
            thread.setContextClassLoader(classes);
            Migrations.run(url, Duration.ofSeconds(30), line -> {});
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Map<String, String> release() throws IOException {
        Map<String, String> scripts = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("../migrations"))) {
            for (Path file : files.toList()) {
                scripts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return scripts;
    }

    private Path jar(String name, Map<String, String> scripts) throws IOException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(FOLDER));
            for (Map.Entry<String, String> script : scripts.entrySet()) {
                jar.putNextEntry(new JarEntry(FOLDER + script.getKey()));
                jar.write(script.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    /** Hides the migrations of the class path. */
    private static final class WithoutMigrations extends ClassLoader {
        WithoutMigrations(ClassLoader parent) {
            super(parent);
        }

        @Override
        public @Nullable URL getResource(String name) {
            return isMigration(name) ? null : super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return isMigration(name) ? Collections.emptyEnumeration() : super.getResources(name);
        }

        private static boolean isMigration(String name) {
            return (name + "/").startsWith(FOLDER);
        }
    }
}
