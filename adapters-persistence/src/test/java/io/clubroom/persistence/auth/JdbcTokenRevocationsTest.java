package io.clubroom.persistence.auth;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.auth.TokenRevocationsContract;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcTokenRevocationsTest implements TokenRevocationsContract {
    /** The promise is one second; a busy machine gets more. */
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private final UserId user = new UserId(UUID.randomUUID());

    private Actor.SignedIn bearer(int tokenVersion) {
        return new Actor.SignedIn(user, Role.CLIENT, tokenVersion);
    }

    @Override
    public TokenRevocations revocations() {
        return STORE.node().revocations();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Test
    void another_node_learns_of_it() {
        try (Node other = Node.on(STORE.database(), 2)) {
            revocations().revokeBelow(user, 3);

            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> other.revocations().isRevoked(bearer(2)));
            assertThat(other.revocations().isRevoked(bearer(3))).isFalse();
        }
    }

    @Test
    void another_node_learns_which_session_ended() {
        SessionId ended = new SessionId(UUID.randomUUID());
        SessionId spared = new SessionId(UUID.randomUUID());
        try (Node other = Node.on(STORE.database(), 2)) {
            revocations().revokeBelow(user, 3, spared);
            revocations().revoke(ended, Instant.now().plus(Duration.ofHours(1)));

            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> other.revocations().isRevoked(bearer(3, ended)));
            assertThat(other.revocations().isRevoked(bearer(2))).isTrue();
            assertThat(other.revocations().isRevoked(bearer(2, spared))).isFalse();
        }
    }

    private Actor.SignedIn bearer(int tokenVersion, SessionId session) {
        return new Actor.SignedIn(user, Role.CLIENT, tokenVersion, session, Instant.EPOCH, false);
    }

    @Test
    void polling_a_known_revocation_is_no_change() {
        MeterRegistry meters = new SimpleMeterRegistry();
        try (Node other = Node.on(STORE.database(), 2, meters)) {
            revocations().revokeBelow(user, 3);
            await().until(() -> other.revocations().isRevoked(bearer(2)));
            long changes = other.revocations().changes();
            double reads = reads(meters);

            await().until(() -> reads(meters) >= reads + 2);

            assertThat(other.revocations().changes()).isEqualTo(changes);
        }
    }

    private static double reads(MeterRegistry meters) {
        return meters
                .find("api.db.queries")
                .tags("operation", "SELECT", "table", "token_revocations")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void a_starting_node_knows_all_revocations() {
        revocations().revokeBelow(user, 3);

        try (Node later = Node.on(STORE.database(), 2)) {
            assertThat(later.revocations().isRevoked(bearer(2))).isTrue();
        }
    }

    @Test
    void a_revocation_that_is_committed_late_is_not_missed() throws Exception {
        try (Connection slow = Sql.connect(STORE.database());
                var statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("""
                INSERT INTO token_revocations (user_id, token_version, revoked_at, expires_at)
                VALUES ('%s', 3, clock_timestamp() - INTERVAL '30 s', clock_timestamp() + INTERVAL '1 day')\
                """.formatted(user));
            assertThat(revocations().isRevoked(bearer(2))).isFalse();
            slow.commit();
        }

        await().pollInterval(Duration.ofMillis(20)).until(() -> revocations().isRevoked(bearer(2)));
    }

    @Test
    void a_revocation_outlives_every_token_it_ends() throws Exception {
        revocations().revokeBelow(user, 3);

        assertThat(Sql.value(
                        STORE.database(),
                        "SELECT expires_at > clock_timestamp() + INTERVAL '1 day' FROM token_revocations"))
                .isEqualTo("t");
    }

    @Test
    void expired_revocations_are_removed() throws Exception {
        Sql.execute(STORE.database(), """
            INSERT INTO token_revocations (user_id, token_version, expires_at)
            VALUES ('%s', 3, clock_timestamp() - INTERVAL '1 s');
            INSERT INTO session_revocations (session_id, expires_at)
            VALUES ('%1$s', clock_timestamp() - INTERVAL '1 s')\
            """.formatted(user));

        try (Node later = Node.on(STORE.database(), 2)) {
            assertThat(later.revocations().isRevoked(bearer(2))).isFalse();
            await().until(() -> Sql.value(
                            STORE.database(),
                            "SELECT (SELECT count(*) FROM token_revocations) + (SELECT count(*) FROM"
                                    + " session_revocations)")
                    .equals("0"));
        }
    }
}
