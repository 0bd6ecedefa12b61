package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BackgroundThreadsTest {
    private static final int HIGHEST_NICE = 19;

    @Test
    void give_way_to_the_thread_that_made_them() throws Exception {
        int here = nice();
        FutureTask<Integer> there = new FutureTask<>(BackgroundThreadsTest::nice);

        new BackgroundThreads("background-").newThread(there).start();

        assertThat(there.get()).isEqualTo(Math.min(HIGHEST_NICE, here + BackgroundThreads.NICER));
        assertThat(nice()).isEqualTo(here);
    }

    /** The nineteenth field (proc_pid_stat(5)); the second may have blanks in its parentheses. */
    private static int nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
