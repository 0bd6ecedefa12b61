package io.clubroom.persistence;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.user.UserFixture;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that can be read, but stores nothing for a while. */
@Order(1)
class ReadOnlyDatabaseTest {
    private Logged log;
    private DatabaseUrl database;
    private Node node;
    private User user;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.migrated();
        node = Node.asInAServer(database, 2);
        user = UserFixture.user().build();
        node.users().add(user);
        log = Logged.by(DatabaseGate.class);
    }

    @AfterEach
    void stop() {
        log.close();
        node.close();
    }

    /** This database's lines; other tests log, too. */
    private List<String> warnings() {
        return log.events().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("stores no changes"))
                .toList();
    }

    private void awaitState(DatabaseState state) {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> node.gate().state().equals(state));
    }

    private void assertChangesFailAndReadingGoesOn() {
        assertThatThrownBy(() -> node.users().add(UserFixture.user().build())).isInstanceOf(Unavailable.class);
        assertThat(node.users().find(user.id())).contains(user);
    }

    private void assertChangesSucceed() {
        User added = UserFixture.user().build();
        node.users().add(added);
        assertThat(node.users().find(added.id())).contains(added);
    }

    @Test
    void a_database_that_becomes_read_only_is_noticed_without_a_change_and_used_again_afterwards() throws Exception {
        setReadOnly("on");
        endAllConnections();

        awaitState(DatabaseState.READ_ONLY);
        // Until the pool has replaced the connections that were ended, reading may fail, too.
        await().ignoreExceptionsInstanceOf(Unavailable.class).untilAsserted(this::assertChangesFailAndReadingGoesOn);

        setReadOnly("off");
        awaitState(DatabaseState.UP);
        assertChangesSucceed();
    }

    @Test
    void connections_to_a_database_that_was_read_only_are_closed() throws Exception {
        setReadOnly("on");
        endAllConnections();
        awaitState(DatabaseState.READ_ONLY);
        setReadOnly("off");
        awaitState(DatabaseState.UP);

        // Each of the pool's connections would have kept the setting.
        for (int i = 0; i < 4; i++) {
            assertChangesSucceed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "58030", "25006"})
    void a_server_that_cannot_store_a_change_is_read_only_until_it_can(String state) throws Exception {
        Sql.execute(
                database,
                """
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '%s'; END $$\
                """.replace("%s", state),
                "CREATE TRIGGER full_disk BEFORE INSERT ON users EXECUTE FUNCTION fail()");
        List<String> before = sessions();

        // Only failures of the last seconds count, so on a busy machine the state may have changed again.
        await().untilAsserted(() -> {
            assertChangesFailAndReadingGoesOn();
            assertThat(node.gate().state()).isEqualTo(DatabaseState.READ_ONLY);
        });
        assertChangesFailAndReadingGoesOn();
        await().untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(before));

        Sql.execute(database, "DROP TRIGGER full_disk ON users");
        awaitState(DatabaseState.UP);
        assertChangesSucceed();
        assertThat(warnings()).containsOnly("Database stores no changes: ERROR: could not extend file");
    }

    /** The server processes of the pool's connections. */
    private List<String> sessions() throws SQLException {
        return Sql.column(
                database,
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND application_name = 'clubroom' AND query NOT LIKE 'SHOW %'");
    }

    private void setReadOnly(String on) throws SQLException {
        Sql.execute(
                TestDatabase.empty(),
                "ALTER DATABASE " + database.database() + " SET default_transaction_read_only = " + on);
    }

    private void endAllConnections() throws SQLException {
        Sql.execute(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
