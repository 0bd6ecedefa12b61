package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.Callers.Outcome;
import io.clubroom.testkit.user.UserFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A database that goes away behind a {@link Wire}, and comes back. */
@Order(1)
class OutageTest {
    /**
     * Until a client hears that the database cannot be reached, or that it is back. Promised are 5 s; without the limits that keep the promise it
     * would be half a minute, and a busy machine may take some of its own.
     */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private DatabaseUrl database;
    private Wire wire;
    private Node node;
    private User user;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.migrated();
        wire = Wire.to(database);
        node = Node.on(wire.reach(database), Callers.THREADS);
        user = UserFixture.user().build();
        node.users().add(user);
        assertThat(everybodyReads()).allMatch(Outcome::answered);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        wire.close();
    }

    private List<Outcome> everybodyReads() {
        return Callers.call(() -> node.users().find(user.id()).isPresent());
    }

    private void endAllConnections() {
        try {
            Sql.execute(
                    database,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private void awaitUp(boolean up) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(LIMIT)
                .until(() -> node.gate().up() == up);
    }

    @Test
    void refuses_everybody_soon_when_no_answer_arrives() {
        wire.loseAnswers();

        assertThat(everybodyReads())
                .allMatch(Outcome::unavailable)
                .allMatch(outcome -> outcome.after().compareTo(LIMIT) < 0);
        assertThat(node.gate().up()).isFalse();
    }

    @Test
    void refuses_everybody_soon_when_nobody_is_there() throws Exception {
        wire.cut();

        assertThat(everybodyReads())
                .allMatch(Outcome::unavailable)
                .allMatch(outcome -> outcome.after().compareTo(LIMIT) < 0);
        assertThat(node.gate().up()).isFalse();
    }

    @Test
    void notices_an_outage_that_nobody_runs_into() throws Exception {
        wire.cut();

        awaitUp(false);
    }

    @Test
    void works_again_by_itself_for_everybody() throws Exception {
        wire.cut();
        awaitUp(false);
        assertThat(everybodyReads()).allMatch(Outcome::unavailable);

        wire.mend();

        awaitUp(true);
        // Who makes connections tries ever more rarely while it fails, so some may still wait for one.
        await().until(() -> everybodyReads().stream().allMatch(Outcome::answered));
    }

    @Test
    void uses_no_connection_again_that_fell_silent_in_an_outage() throws Exception {
        int connections = 3 * Callers.THREADS;
        try (Node big = Node.on(wire.reach(database), connections)) {
            await().until(() -> Integer.parseInt(Sql.value(
                            database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"))
                    > connections + Callers.THREADS);
            wire.loseAnswers();
            await().atMost(LIMIT).until(() -> !big.gate().up());

            wire.mend();

            await().atMost(LIMIT).until(() -> big.gate().up());
            assertThat(Callers.call(() -> big.users().find(user.id()).isPresent()))
                    .allMatch(Outcome::answered);
        }
    }

    @Test
    void does_not_take_a_commit_for_done_whose_answer_was_lost() throws Exception {
        User late = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> node.transactions().call(() -> {
                    node.users().add(late);
                    node.transactions().afterCommit(() -> heard.add("committed"));
                    wire.loseAnswers();
                    return true;
                }))
                .isInstanceOf(Unavailable.class);

        assertThat(heard).isEmpty();
        wire.cut();
        wire.mend();
        awaitUp(true);
        assertThat(node.users().find(late.id())).contains(late);
    }

    @Test
    void learns_after_an_outage_what_was_revoked_meanwhile() throws Exception {
        UserId revoked = new UserId(UUID.randomUUID());
        wire.cut();
        awaitUp(false);
        try (Node other = Node.on(database, 2)) {
            other.revocations().revokeBelow(revoked, 3);
        }

        wire.mend();

        await().pollInterval(Duration.ofMillis(20))
                .atMost(LIMIT)
                .until(() -> node.revocations().isRevoked(revoked, 2));
    }

    @Test
    void does_not_take_work_for_done_whose_connection_the_server_ended() {
        User late = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> node.transactions().call(() -> {
                    node.transactions().afterCommit(() -> heard.add("committed"));
                    node.users().add(late);
                    endAllConnections();
                    return true;
                }))
                .isInstanceOf(Unavailable.class);

        assertThat(heard).isEmpty();
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> node.users().find(late.id()).isEmpty());
    }

    @Test
    void has_no_dead_connections_when_the_server_ended_all_of_them() {
        endAllConnections();

        assertThat(everybodyReads()).allMatch(outcome -> outcome.answered() || outcome.unavailable());
        await().atMost(LIMIT).until(() -> everybodyReads().stream().allMatch(Outcome::answered));
    }

    @Test
    void who_waits_too_long_for_somebody_else_is_refused_and_nobody_else_is() throws Exception {
        try (Connection hog = Sql.connect(database);
                var statement = hog.createStatement()) {
            hog.setAutoCommit(false);
            statement.execute("SELECT FROM users FOR UPDATE");
            long start = System.nanoTime();

            assertThatThrownBy(() -> node.transactions().call(() -> node.users().lock(user.id())))
                    .isInstanceOf(Unavailable.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
            assertThat(node.gate().up()).isTrue();
            assertThat(everybodyReads()).allMatch(Outcome::answered);
        }
    }
}
