package io.clubroom.persistence;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
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

/** A database that becomes unreachable behind a {@link Wire}, and reachable again. */
@Order(1)
class OutageTest {
    /**
     * The time until a client is told that the database is unreachable, or is served again. The promise is 5 s. Without the timeouts that
     * keep it, it would be half a minute, and a busy machine needs some time, too.
     */
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private DatabaseUrl database;
    private Wire wire;
    private Node node;
    private User user;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.migrated();
        wire = Wire.to(database);
        node = Node.asInAServer(wire.reach(database), Callers.THREADS);
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
        await().pollInterval(Duration.ofMillis(20)).until(() -> node.gate().up() == up);
    }

    @Test
    void rejects_requests_quickly_when_no_answer_arrives() {
        wire.loseAnswers();

        assertThat(everybodyReads())
                .allMatch(Outcome::unavailable)
                .allMatch(outcome -> outcome.after().compareTo(LIMIT) < 0);
        assertThat(node.gate().up()).isFalse();
    }

    @Test
    void rejects_requests_quickly_when_the_database_is_unreachable() throws Exception {
        wire.cut();

        assertThat(everybodyReads())
                .allMatch(Outcome::unavailable)
                .allMatch(outcome -> outcome.after().compareTo(LIMIT) < 0);
        assertThat(node.gate().up()).isFalse();
    }

    @Test
    void notices_an_outage_without_any_request() throws Exception {
        wire.cut();

        awaitUp(false);
    }

    @Test
    void recovers_without_a_restart() throws Exception {
        wire.cut();
        awaitUp(false);
        assertThat(everybodyReads()).allMatch(Outcome::unavailable);

        wire.mend();

        awaitUp(true);
        // The pool retries with increasing delays, so some requests may still wait for a connection.
        await().until(() -> everybodyReads().stream().allMatch(Outcome::answered));
    }

    @Test
    void does_not_reuse_a_connection_from_before_an_outage() throws Exception {
        int connections = 3 * Callers.THREADS;
        try (Node big = Node.asInAServer(wire.reach(database), connections)) {
            await().until(() -> Integer.parseInt(Sql.value(
                            database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"))
                    > connections + Callers.THREADS);
            wire.loseAnswers();
            await().until(() -> !big.gate().up());

            wire.mend();

            await().until(() -> big.gate().up());
            assertThat(Callers.call(() -> big.users().find(user.id()).isPresent()))
                    .allMatch(Outcome::answered);
        }
    }

    @Test
    void does_not_report_success_if_the_answer_to_the_commit_is_lost() throws Exception {
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
    void learns_after_an_outage_what_was_revoked_during_it() throws Exception {
        UserId revoked = new UserId(UUID.randomUUID());
        wire.cut();
        awaitUp(false);
        try (Node other = Node.asInAServer(database, 2)) {
            other.revocations().revokeBelow(revoked, 3);
        }

        wire.mend();

        await().pollInterval(Duration.ofMillis(20))
                .until(() -> node.revocations().isRevoked(new Actor.SignedIn(revoked, Role.CLIENT, 2)));
    }

    @Test
    void does_not_report_success_if_the_server_closes_the_connection() {
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
        await().ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> node.users().find(late.id()).isEmpty());
    }

    @Test
    void replaces_connections_that_the_server_closed() {
        endAllConnections();

        assertThat(everybodyReads()).allMatch(outcome -> outcome.answered() || outcome.unavailable());
        await().until(() -> everybodyReads().stream().allMatch(Outcome::answered));
    }

    @Test
    void only_a_request_that_waits_too_long_for_a_lock_is_rejected() throws Exception {
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
