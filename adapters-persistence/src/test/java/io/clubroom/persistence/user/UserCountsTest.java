package io.clubroom.persistence.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of user counts, which any change of users updates. */
class UserCountsTest {
    private static final String INSERT =
            "INSERT INTO users (username, email, full_name, role, active) SELECT '%1$s' || i, '%1$s' || i ||"
                    + " '@example.com', 'Full Name', '%2$s', %3$s FROM generate_series(1, %4$d) AS i";

    private DatabaseUrl database;

    @BeforeEach
    void create() throws Exception {
        database = TestDatabase.migrated();
    }

    private static String insert(String prefix, String role, boolean active, int number) {
        return INSERT.formatted(prefix, role, active, number);
    }

    private List<String> known() throws SQLException {
        return Sql.column(
                database,
                "SELECT concat_ws(' ', role, active, sum(change)) FROM user_counts"
                        + " GROUP BY role, active HAVING sum(change) <> 0 ORDER BY role, active");
    }

    private void assertRight() throws SQLException {
        assertThat(known())
                .isEqualTo(Sql.column(
                        database,
                        "SELECT concat_ws(' ', role, active, count(*)) FROM users"
                                + " GROUP BY role, active ORDER BY role, active"));
    }

    @Test
    void every_statement_that_changes_users_is_counted() throws Exception {
        Sql.execute(
                database,
                insert("client", "client", true, 50),
                insert("trainer", "trainer", false, 5),
                "UPDATE users SET role = 'admin', active = TRUE WHERE username IN ('client1', 'trainer1', 'trainer2')",
                "UPDATE users SET full_name = 'Another' WHERE role = 'admin'",
                "DELETE FROM users WHERE username LIKE 'client2%'",
                "INSERT INTO users (username, email, full_name) VALUES ('client3', 'client3@example.com', 'Again')"
                        + " ON CONFLICT DO NOTHING",
                "INSERT INTO users (username, email, full_name) VALUES ('client4', 'client4@example.com', 'Again')"
                        + " ON CONFLICT ((folded_username || '')) DO UPDATE SET role = 'trainer'",
                "WITH gone AS (DELETE FROM users WHERE username = 'client5' RETURNING *)"
                        + " INSERT INTO users (username, email, full_name, role, active)"
                        + " SELECT username, email, full_name, role, active FROM gone",
                "DELETE FROM users WHERE username = 'nobody'");

        assertRight();
        assertThat(known()).containsExactly("admin t 3", "client t 37", "trainer f 3", "trainer t 1");
    }

    @Test
    void a_rollback_restores_the_count() throws Exception {
        Sql.execute(database, insert("before", "client", true, 3));

        try (Connection connection = Sql.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(insert("kept", "trainer", true, 2));
            var savepoint = connection.setSavepoint();
            statement.execute("DELETE FROM users");
            connection.rollback(savepoint);
            connection.commit();
            statement.execute(insert("lost", "admin", true, 4));
            connection.rollback();
        }

        assertRight();
        assertThat(known()).containsExactly("client t 3", "trainer t 2");
    }

    @Test
    void an_emptied_table_is_counted_as_empty() throws Exception {
        Sql.execute(database, insert("a", "client", true, 3), "TRUNCATE users CASCADE", insert("b", "client", true, 2));

        assertThat(known()).containsExactly("client t 2");
    }

    @Test
    void changes_of_users_do_not_wait_for_one_another() throws Exception {
        Sql.execute(database, insert("old", "client", true, 300));
        try (Connection one = Sql.connect(database);
                Statement ones = one.createStatement();
                Connection other = Sql.connect(database);
                Statement others = other.createStatement()) {
            one.setAutoCommit(false);
            others.execute("SET lock_timeout = '5s'");
            // Enough changes for one of them to sum up the counts, which locks its rows while others try the same.
            for (int i = 0; i < 150; i++) {
                ones.execute(insert("one" + i + "_", "client", true, 1));
            }

            for (int i = 0; i < 150; i++) {
                others.execute(insert("other" + i + "_", "client", true, 1));
                others.execute("UPDATE users SET role = 'trainer' WHERE username = 'old" + (i + 1) + "'");
            }
            assertThat(known()).containsExactly("client t 300", "trainer t 150");
            one.commit();
        }

        assertRight();
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ COMMITTED", "REPEATABLE READ"})
    void many_changes_at_once_are_counted_exactly(String isolation) throws Exception {
        int threads = 6;
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<?>> ended = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                int number = i;
                ended.add(executor.submit(() -> {
                    begin.await();
                    changeAtRandom("u" + number + "_", isolation, new Random(number));
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> one : ended) {
                one.get();
            }
        }

        assertRight();
        assertThat(known()).isNotEmpty();
    }

    private void changeAtRandom(String prefix, String isolation, Random random) throws SQLException {
        try (Connection connection = Sql.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_isolation = '" + isolation + "'");
            connection.setAutoCommit(false);
            for (int i = 0; i < 120; i++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> statement.execute(insert(prefix + i + "_", "client", random.nextBoolean(), 3));
                    case 2 ->
                        statement.execute("UPDATE users SET role = CASE role WHEN 'client' THEN 'trainer' ELSE 'client'"
                                + " END WHERE username LIKE '" + prefix + random.nextInt(i + 1) + "\\_%'");
                    default ->
                        statement.execute(
                                "DELETE FROM users WHERE username LIKE '" + prefix + random.nextInt(i + 1) + "\\_1'");
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else if (random.nextInt(2) == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        }
    }

    @Test
    void accumulated_counts_are_summed_up() throws Exception {
        try (Connection connection = Sql.connect(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 1_500; i++) {
                statement.execute(insert("u" + i + "_", "client", true, 1));
            }
            connection.commit();
        }

        assertThat(known()).containsExactly("client t 1500");
        // One change in 33 sums up: that none of 1,000 does happens once in 10^13 runs.
        assertThat(Integer.parseInt(Sql.value(database, "SELECT count(*) FROM user_counts")))
                .isLessThan(1_000);
    }

    @Test
    void changes_are_counted_with_any_search_path() throws Exception {
        Sql.execute(
                database,
                "CREATE SCHEMA elsewhere",
                "CREATE TABLE elsewhere.user_counts (role text, active boolean, change bigint)");
        try (Connection connection = Sql.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = elsewhere");
            statement.execute(insert("x", "client", true, 7).replace("INTO users", "INTO public.users"));
        }

        assertThat(known()).containsExactly("client t 7");
        assertThat(Sql.value(database, "SELECT count(*) FROM elsewhere.user_counts"))
                .isEqualTo("0");
    }
}
