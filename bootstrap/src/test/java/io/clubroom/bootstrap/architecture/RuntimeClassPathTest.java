package io.clubroom.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the run-time class path of the server, which Maven writes to {@code target/runtime-classpath} before the tests. */
class RuntimeClassPathTest {
    private static final Pattern ONLY_FOR_TESTS = Pattern.compile(
            "testkit|junit|assertj|jqwik|awaitility|archunit|testcontainers|opentest4j|hamcrest|mockito");

    private static List<String> runtimeClassPath() throws IOException {
        return List.of(
                Files.readString(Path.of("target/runtime-classpath")).strip().split(Pattern.quote(File.pathSeparator)));
    }

    /** The file name of a jar, or the path of a module's classes if Maven has not packaged the module. */
    private static String artifact(String entry) {
        return entry.endsWith(".jar")
                ? Path.of(entry).getFileName().toString()
                : Path.of("..")
                        .toAbsolutePath()
                        .normalize()
                        .relativize(Path.of(entry))
                        .toString();
    }

    private static boolean isOnlyForTests(String entry) {
        return ONLY_FOR_TESTS.matcher(artifact(entry)).find();
    }

    private static boolean isRelease(String entry, String name) {
        return artifact(entry).matches(Pattern.quote(name) + "-[0-9][0-9A-Za-z.-]*\\.jar");
    }

    @Test
    void nothing_that_is_only_for_tests_runs_in_the_server() throws IOException {
        assertThat(runtimeClassPath()).hasSizeGreaterThan(50).noneMatch(RuntimeClassPathTest::isOnlyForTests);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "micronaut-http-server-netty",
                "micronaut-websocket",
                "micronaut-security-jwt",
                "micronaut-security-oauth2",
                "micronaut-data-jdbc",
                "postgresql",
                "micronaut-flyway",
                "micronaut-micrometer-registry-prometheus"
            })
    void the_server_runs_with(String name) throws IOException {
        assertThat(runtimeClassPath())
                .filteredOn(entry -> isRelease(entry, name))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/repository/io/clubroom/clubroom-testkit/0.1.0/clubroom-testkit-0.1.0.jar",
                "/repository/org/junit/jupiter/junit-jupiter-api/5.13.4/junit-jupiter-api-5.13.4.jar",
                "/repository/org/assertj/assertj-core/3.27.7/assertj-core-3.27.7.jar",
            })
    void detects_a_jar_that_is_only_for_tests(String entry) {
        assertThat(isOnlyForTests(entry)).isTrue();
    }

    @Test
    void detects_a_module_that_is_only_for_tests() {
        Path checkout = Path.of("..").toAbsolutePath().normalize();

        assertThat(isOnlyForTests(checkout.resolve("testkit/target/classes").toString()))
                .isTrue();
        assertThat(isOnlyForTests(
                        checkout.resolve("adapters-web/target/classes").toString()))
                .isFalse();
    }

    @Test
    void does_not_mistake_another_jar_for_a_release() {
        assertThat(isRelease("/lib/postgresql-42.7.14.jar", "postgresql")).isTrue();
        assertThat(isRelease("/lib/flyway-database-postgresql-11.20.3.jar", "postgresql"))
                .isFalse();
        assertThat(isRelease("/lib/micronaut-security-jwt-4.15.1.jar", "micronaut-security"))
                .isFalse();
    }
}
