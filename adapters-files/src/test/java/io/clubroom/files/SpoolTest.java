package io.clubroom.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void what_processes_use_stays_and_what_they_left_is_removed() throws Exception {
        Path own;
        try (Spool spool = new Spool(folder)) {
            own = spool.create();
            Process other = anotherProcess();
            try {
                Path ofOther = Path.of(other.inputReader().readLine());
                try (Spool third = new Spool(folder)) {
                    third.removeLeftovers();
                }
                assertThat(own).exists();
                assertThat(ofOther).exists();

                other.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
                spool.removeLeftovers();
                assertThat(own).exists();
                assertThat(ofOther.getParent()).doesNotExist();
            } finally {
                other.destroyForcibly();
            }
        }
        assertThat(own.getParent()).doesNotExist();
    }

    /** Prints the name of a file that it creates, and waits to be killed. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(new Spool(Path.of(arguments[0])).create());
            System.in.read();
        }
    }

    private Process anotherProcess() throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void makes_its_directory_again_if_somebody_removed_it() throws IOException {
        try (Spool spool = new Spool(folder)) {
            Path file = spool.create();
            Files.delete(file);
            Files.delete(file.resolveSibling("lock"));
            Files.delete(file.getParent());

            assertThat(spool.create()).exists();
        }
    }
}
