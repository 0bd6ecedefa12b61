package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.testkit.Rival;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresConnectionsTest {
    private final DatabaseGate gate = new DatabaseGate();
    private DatabaseUrl database;
    private PostgresConnections connections;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.empty();
        connections = new PostgresConnections(
                database.jdbcUrl(), database.user(), database.password(), new Properties(), gate);
    }

    private Rival<Boolean> connecting() {
        return Rival.start(() -> {
            try (Connection connection = connections.getConnection()) {
                return connection.isValid(1);
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    @Test
    void connects_when_the_database_is_there() {
        assertThat(connecting().result()).isTrue();
    }

    @Test
    void waits_until_the_database_is_reachable_again() {
        gate.markDown(new SQLException("on purpose"));
        Rival<Boolean> waiting = connecting();
        waiting.assertHeldBack();

        gate.markUp();

        assertThat(waiting.result()).isTrue();
    }

    @Test
    void does_not_wait_for_an_attempt_that_began_before_the_outage() throws Exception {
        try (Wire wire = Wire.to(database)) {
            Properties patient = new Properties();
            patient.setProperty("socketTimeout", "60");
            patient.setProperty("loginTimeout", "60");
            DatabaseUrl behindIt = wire.reach(database);
            connections =
                    new PostgresConnections(behindIt.jdbcUrl(), behindIt.user(), behindIt.password(), patient, gate);
            wire.loseAnswers();
            Rival<Boolean> waiting = connecting();
            waiting.assertHeldBack();

            gate.markDown(new SQLException("on purpose"));
            wire.mend();
            gate.markUp();

            assertThat(waiting.result()).isTrue();
        }
    }

    @Test
    void stops_waiting_when_it_is_closed() {
        gate.markDown(new SQLException("on purpose"));
        connections.close();

        assertThatThrownBy(connections::getConnection).isInstanceOf(SQLTransientConnectionException.class);
    }

    @Test
    void does_not_quote_rows_in_errors() throws Exception {
        try (Connection connection = connections.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE secrets (value text UNIQUE CHECK (value <> 'hidden-2'))");
            statement.execute("INSERT INTO secrets VALUES ('hidden-1')");

            assertThatThrownBy(() -> statement.execute("INSERT INTO secrets SELECT 'hidden-' || 1"))
                    .hasMessageContaining("unique")
                    .hasMessageNotContaining("hidden");
            assertThatThrownBy(() -> statement.execute("INSERT INTO secrets SELECT 'hidden-' || 2"))
                    .hasMessageContaining("check")
                    .hasMessageNotContaining("hidden");
        }
    }
}
