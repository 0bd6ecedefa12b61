package io.clubroom.persistence;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.User;
import io.clubroom.persistence.Callers.Outcome;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import io.clubroom.persistence.migration.Migrations;
import io.clubroom.testkit.user.UserFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real server that hangs or dies. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals")
class FrozenServerTest {
    /** The promise is 5 s. Without the timeouts that keep it, it would be half a minute, and a busy machine needs some time, too. */
    private static final Duration LIMIT = Duration.ofSeconds(25);

    @TempDir
    static Path home;

    private static EmbeddedPostgres server;
    private static Node node;
    private static User user;

    @BeforeAll
    static void start() throws IOException {
        TestDatabase.sharePrograms(home);
        server = EmbeddedPostgres.start(home, line -> {});
        Migrations.run(server.url(), Duration.ofSeconds(5), line -> {});
        node = Node.asInAServer(server.url(), Callers.THREADS);
        user = UserFixture.user().build();
        node.users().add(user);
        assertThat(everybodyReads()).allMatch(Outcome::answered);
    }

    @AfterAll
    static void stop() {
        node.close();
        server.close();
    }

    private static List<Outcome> everybodyReads() {
        return Callers.call(() -> node.users().find(user.id()).isPresent());
    }

    private static ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(home.resolve("postgres").resolve("postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Suspends all processes of the server, the postmaster first, because it could start more. */
    private static void freeze() throws Exception {
        assertThat(kill("STOP", Stream.of(postmaster()))).isZero();
        assertThat(kill("STOP", postmaster().descendants())).isZero();
    }

    /** Some of the processes may end when they resume, because their clients are gone. */
    private static void thaw() throws Exception {
        kill("CONT", Stream.concat(postmaster().descendants(), Stream.of(postmaster())));
    }

    private static int kill(String signal, Stream<ProcessHandle> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void requests_are_rejected_quickly_while_it_hangs_and_served_when_it_resumes() throws Exception {
        freeze();
        try {
            assertThat(everybodyReads())
                    .allMatch(Outcome::unavailable)
                    .allMatch(outcome -> outcome.after().compareTo(LIMIT) < 0);
        } finally {
            thaw();
        }

        await().pollInterval(Duration.ofMillis(20)).until(() -> node.gate().up());
        await().until(() -> everybodyReads().stream().allMatch(Outcome::answered));
    }

    @Test
    void requests_are_answered_or_rejected_when_it_dies_and_served_after_the_restart() throws Exception {
        postmaster().destroyForcibly();

        assertThat(everybodyReads())
                .allMatch(outcome -> outcome.answered() || outcome.unavailable())
                .allMatch(outcome -> outcome.after().compareTo(LIMIT) < 0);
        // Crash recovery may take long.
        await().until(() -> everybodyReads().stream().allMatch(Outcome::answered));
    }
}
