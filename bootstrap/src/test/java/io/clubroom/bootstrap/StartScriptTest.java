package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dist/clubroom} with a fake {@code java} that records its arguments. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {
    private static final Path SCRIPT = Path.of("src/main/dist/clubroom").toAbsolutePath();

    /** Runs until it is stopped; with {@code train}, writes the AOT cache and exits. */
    private static final String JAVA = """
        #!/bin/sh
        echo "$*" >>"$(dirname "$0")/../calls"
        for argument in "$@"; do
            case $argument in -XX:AOTCacheOutput=*) echo learned >"${argument#*=}" ;; esac
        done
        [ "$argument" != train ] || exit 0
        [ -f "$argument" ] || { echo "Unable to access jarfile $argument"; exit 1; }
        trap 'exit 143' TERM
        while :; do sleep 0.1; done
        """;

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(directory.resolve("installed/lib"));
        Files.createFile(directory.resolve("installed/clubroom.jar"));
        java("jdk", "25.0.1");
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(60, SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"installed", "./installed/../installed", "absolute"})
    void a_start_uses_the_cache_of_a_training_run_with_the_same_options(String home) throws Exception {
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                directory.resolve("jdk").toString(),
                "CLUBROOM_HOME",
                home.equals("absolute") ? directory.resolve("installed").toString() : home);
        Process untrained = start(environment);
        await().until(() -> calls("jdk").size() == 1);
        assertThat(calls("jdk").getFirst()).doesNotContain("-XX:AOTCache");
        untrained.destroy();
        untrained.waitFor();

        Process training = start(environment, "train");
        assertThat(training.waitFor(60, SECONDS)).isTrue();
        assertThat(training.exitValue()).isZero();
        String trainingCall = calls("jdk").get(1);
        Path cache = directory.resolve("installed/clubroom.aot").toRealPath();
        assertThat(trainingCall).contains("-XX:AOTCacheOutput=" + cache).endsWith("train");

        start(environment);
        await().until(() -> calls("jdk").size() == 3);
        assertThat(calls("jdk").getLast())
                .contains("-XX:AOTCache=" + cache)
                .startsWith(trainingCall.substring(0, trainingCall.indexOf(" -XX:AOTCacheOutput=")));
    }

    @Test
    void a_training_run_that_writes_no_cache_fails() throws Exception {
        Files.writeString(directory.resolve("jdk/bin/java"), "#!/bin/sh\nexit 0\n");
        Process training =
                start(Map.of("JAVA_HOME", directory.resolve("jdk").toString(), "CLUBROOM_HOME", "installed"), "train");
        assertThat(training.waitFor(60, SECONDS)).isTrue();
        assertThat(training.exitValue()).isEqualTo(1);
        assertThat(directory.resolve("output")).content().contains("starts without an AOT cache");
    }

    @Test
    void java_home_is_used_without_running_the_java_on_the_path() throws Exception {
        java("other", "25.0.2");
        start(Map.of(
                "JAVA_HOME",
                directory.resolve("jdk").toString(),
                "CLUBROOM_HOME",
                "installed",
                "AOT_CACHE",
                "off",
                "PATH",
                directory.resolve("other/bin") + ":" + System.getenv("PATH")));
        await().until(() -> !calls("jdk").isEmpty());
        assertThat(calls("other")).isEmpty();
    }

    @Test
    void the_java_on_the_path_is_used_if_java_home_is_too_old() throws Exception {
        java("old", "17.0.9");
        start(Map.of(
                "JAVA_HOME",
                directory.resolve("old").toString(),
                "CLUBROOM_HOME",
                "installed",
                "AOT_CACHE",
                "off",
                "PATH",
                directory.resolve("jdk/bin") + ":" + System.getenv("PATH")));
        await().until(() -> !calls("jdk").isEmpty());
        assertThat(calls("jdk")).hasSize(1);
        assertThat(calls("old")).isEmpty();
    }

    @Test
    void the_error_names_a_missing_clubroom_home() throws Exception {
        Process process = start(Map.of("CLUBROOM_HOME", "nowhere"));
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(directory.resolve("output")).content().contains("nowhere (CLUBROOM_HOME)");
    }

    @Test
    void a_backup_and_a_restore_get_the_name_of_the_file() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", directory.resolve("jdk").toString(), "CLUBROOM_HOME", "installed");
        for (String command : List.of("backup", "restore")) {
            Process process = start(environment, command, "of today.tar.gz");
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            assertThat(calls("jdk").getLast()).endsWith("/clubroom.jar " + command + " of today.tar.gz");

            Process withoutFile = start(environment, command);
            assertThat(withoutFile.waitFor(60, SECONDS)).isTrue();
            assertThat(withoutFile.exitValue()).isEqualTo(2);
        }
        assertThat(calls("jdk")).hasSize(2);
    }

    /** A program for a small heap. */
    public static final class Insatiable {
        private Insatiable() {}

        public static void main(String[] arguments) {
            System.out.println("{}");
            for (List<byte[]> all = new ArrayList<>(); ; ) {
                all.add(new byte[1 << 20]);
            }
        }
    }

    @Test
    void messages_of_the_jvm_go_to_stderr() throws Exception {
        Files.writeString(directory.resolve("installed/clubroom.aot"), "damaged");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Insatiable.class.getName());
        String classFile = Insatiable.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(
                        Files.newOutputStream(directory.resolve("installed/clubroom.jar")), manifest);
                InputStream program = Insatiable.class.getClassLoader().getResourceAsStream(classFile)) {
            jar.putNextEntry(new ZipEntry(classFile));
            requireNonNull(program).transferTo(jar);
        }
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "CLUBROOM_HOME",
                        directory.resolve("installed").toString(),
                        "JAVA_OPTS",
                        "-Xmx96m"));
        Path err = directory.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        started.add(process);

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualToIgnoringNewLines("{}");

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(err).content().contains("java.lang.OutOfMemoryError");
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void java(String home, String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve(home).resolve("bin"));
        Files.writeString(bin.resolve("java"), JAVA);
        Files.setPosixFilePermissions(bin.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve(home).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private List<String> calls(String home) throws IOException {
        Path calls = directory.resolve(home).resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
