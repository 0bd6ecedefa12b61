package io.clubroom.persistence.migration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.PortNumbers;
import io.clubroom.testkit.takeover.PredecessorSchema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Order(1)
class SchemaMigrationTest {
    private static final String ANNA = "00000000-0000-7000-8000-000000000001";
    private static final String BEN = "00000000-0000-7000-8000-000000000002";
    private static final String HASH_2A = "$2a$12$k8Y6Nt5zfQXmGO9VvQH2CehxfMY0lPuqJxzAkrxoHSJRZz8obzg4W";
    private static final String HASH_2B = "$2b$12$KIXQ4S8Bv1vCJm2lU7bJfO3WkR7m1n0p9q8r7s6t5u4v3w2x1y0za";

    private static final String LAST = "(SELECT max(version) FROM flyway_schema_history)";

    private static final Path MIGRATIONS = Path.of("target/classes/db/migration");

    private static final String SANCTIONED =
            "SELECT username FROM chat_sanctions JOIN users ON users.id = user_id ORDER BY username";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> progress = new CopyOnWriteArrayList<>();

    /** Variants of the predecessor's database: as known, and as it might be. */
    enum Predecessor {
        AS_KNOWN,
        WITH_ITS_HISTORY,
        WITH_TIMES_WITHOUT_ZONE,
        WITH_AN_ENUMERATION_OF_ROLES,
        WITH_NAMES_OF_ITS_OWN_FOR_CONSTRAINTS,
        WITHOUT_CONSTRAINTS,
        WITH_TEXT_COLUMNS,
        WITH_AN_UPDATE_TRIGGER;

        DatabaseUrl create() throws SQLException {
            DatabaseUrl url = TestDatabase.empty();
            String time =
                    this == WITH_TIMES_WITHOUT_ZONE ? "TIMESTAMP DEFAULT NOW()" : "TIMESTAMPTZ NOT NULL DEFAULT NOW()";
            String text = this == WITH_TEXT_COLUMNS ? "TEXT" : null;
            Sql.execute(
                    url,
                    this == WITH_AN_ENUMERATION_OF_ROLES
                            ? "CREATE TYPE user_role AS ENUM ('client', 'trainer', 'admin')"
                            : "SELECT 1",
                    """
                    CREATE TABLE users (
                        id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                        username %1$s NOT NULL UNIQUE,
                        email %2$s NOT NULL UNIQUE,
                        password_hash VARCHAR(255) NOT NULL DEFAULT '%3$s',
                        full_name VARCHAR(100) %4$s,
                        phone_number VARCHAR(20),
                        role %5$s,
                        active BOOLEAN %4$s DEFAULT TRUE,
                        created_at %6$s,
                        updated_at %6$s %7$s)
                    """.formatted(
                            text == null ? "VARCHAR(50)" : text,
                            text == null ? "VARCHAR(100)" : text,
                            PredecessorSchema.DEFAULT_HASH,
                            this == WITHOUT_CONSTRAINTS ? "" : "NOT NULL",
                            this == WITH_AN_ENUMERATION_OF_ROLES
                                    ? "user_role NOT NULL DEFAULT 'client'"
                                    : this == WITHOUT_CONSTRAINTS
                                            ? "VARCHAR(20)"
                                            : "VARCHAR(20) NOT NULL DEFAULT 'client'",
                            time,
                            switch (this) {
                                case WITH_AN_ENUMERATION_OF_ROLES, WITHOUT_CONSTRAINTS -> "";
                                case WITH_NAMES_OF_ITS_OWN_FOR_CONSTRAINTS ->
                                    ", CONSTRAINT some_roles CHECK (role IN ('client', 'trainer', 'admin')),"
                                            + " CONSTRAINT more CHECK (role <> '')";
                                default ->
                                    ", CONSTRAINT check_valid_role CHECK (role IN ('client', 'trainer'," + " 'admin'))";
                            }),
                    "CREATE TABLE chat_rooms (id VARCHAR(50) PRIMARY KEY, name VARCHAR(100) NOT NULL, created_at "
                            + time + ")",
                    "CREATE TABLE chat_messages (id UUID PRIMARY KEY DEFAULT gen_random_uuid(),"
                            + " room_id VARCHAR(50) NOT NULL REFERENCES chat_rooms (id), user_id UUID NOT NULL"
                            + switch (this) {
                                case WITHOUT_CONSTRAINTS -> "";
                                case WITH_NAMES_OF_ITS_OWN_FOR_CONSTRAINTS ->
                                    " CONSTRAINT fk_writer REFERENCES users (id) ON DELETE RESTRICT";
                                default -> " REFERENCES users (id) ON DELETE CASCADE";
                            }
                            + ", content TEXT NOT NULL, created_at " + time + ")",
                    "INSERT INTO chat_rooms (id, name) VALUES ('general', 'General Chat'), ('yoga', 'Yoga')",
                    """
                    INSERT INTO users (id, username, email, password_hash, full_name, phone_number, role, created_at, updated_at) VALUES
                        ('%s', 'Anna', 'Anna@example.com', '%s', 'Anna Ångström', '+1 234 567 890', 'admin', '2025-03-11 12:00:00', '2025-03-12 12:00:00'),
                        ('%s', 'ben', 'ben@example.com', '%s', 'Ben', NULL, 'client', '2025-03-11 13:00:00', '2025-03-11 13:00:00')
                    """.formatted(ANNA, HASH_2A, BEN, HASH_2B),
                    "INSERT INTO chat_messages (room_id, user_id, content) VALUES ('general', '" + ANNA
                            + "', 'hello'), ('yoga', '" + BEN + "', 'om')");
            if (this == WITH_ITS_HISTORY) {
                Sql.execute(
                        url,
                        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,"
                                + " installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum"
                                + " BYTEA NOT NULL, execution_time BIGINT NOT NULL)",
                        "INSERT INTO _sqlx_migrations SELECT version, 'step', now(), TRUE, '', 1 FROM"
                                + " unnest(ARRAY[20250306220539, 20250307212522, 20250307215355, 20250308143333,"
                                + " 20250309000000, 20250310000000]) AS version");
            }
            if (this == WITHOUT_CONSTRAINTS) {
                Sql.execute(
                        url,
                        "INSERT INTO users (username, email) VALUES ('nobody', 'nobody@example.com')",
                        "INSERT INTO chat_messages (room_id, user_id, content) VALUES ('general', gen_random_uuid(),"
                                + " 'of one who is gone')");
            }
            if (this == WITH_AN_UPDATE_TRIGGER) {
                Sql.execute(
                        url,
                        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at = now();"
                                + " RETURN NEW; END'",
                        "CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()");
            }
            return url;
        }
    }

    @Test
    void an_empty_database_gets_the_whole_schema() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        migrate(url);
        assertThat(Sql.column(url, "SELECT version FROM flyway_schema_history WHERE success ORDER BY version"))
                .isEqualTo(versionsInMigrations());
        assertThat(Sql.column(url, "SELECT id FROM chat_rooms ORDER BY id")).containsExactly("general", "support");
        assertThat(progress).isEmpty();
    }

    @Test
    void a_node_migrates_its_database_when_it_starts() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        Node.migrating(new MigrationTarget(url, PATIENCE, progress::add)).close();
        assertThat(columns(url)).isEqualTo(Current.COLUMNS);
    }

    @Test
    void a_current_database_is_not_changed() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        insert(url, "anna", "anna@example.com");
        String history = "SELECT version || installed_on FROM flyway_schema_history ORDER BY installed_rank";
        List<String> before = Sql.column(url, history);
        migrate(url);
        assertThat(Sql.column(url, history)).isEqualTo(before);
        assertThat(Sql.value(url, "SELECT username FROM users")).isEqualTo("anna");
    }

    /** Flyway always opens two: the one that holds the lock, and one for the migrations. Before, one more looks for a pooler. */
    @Test
    void a_start_with_nothing_to_migrate_opens_only_the_connections_of_flyway() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        // Through another database, because a connection just closed may still be counted.
        Sql.execute(TestDatabase.empty(), "ALTER DATABASE " + url.database() + " CONNECTION LIMIT 3");
        FluentConfiguration flyway = Flyway.configure();
        new FlywaySetup(new MigrationTarget(url, Duration.ZERO, progress::add)).customizeFluentConfiguration(flyway);
        assertThat(flyway.load().migrate().migrationsExecuted).isZero();
    }

    /** Migrates a database, and returns how many takeovers of it are logged. */
    private long takeovers(DatabaseUrl url) {
        String name = "\"" + url.database() + "\"";
        try (Logged log = Logged.by(FlywaySetup.class)) {
            migrate(url);
            return log.events().stream()
                    .filter(event -> event.getFormattedMessage().contains(name))
                    .count();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_database_of_the_predecessor_is_taken_over(Predecessor predecessor) throws Exception {
        DatabaseUrl url = predecessor.create();

        assertThat(takeovers(url)).isOne();

        keeps_all(url);
        enforces_the_rules(url);
        is_current_at_the_next_start(url);
    }

    private void keeps_all(DatabaseUrl url) throws SQLException {
        assertThat(columns(url)).isEqualTo(Current.COLUMNS);
        assertThat(Sql.column(url, "SELECT version FROM flyway_schema_history WHERE type = 'BASELINE'"))
                .containsExactly("20250310000000");
        assertThat(Sql.column(
                        url,
                        "SELECT concat_ws('|', username, email, password_hash, full_name, phone_number, role,"
                                + " active, created_at AT TIME ZONE 'UTC', updated_at AT TIME ZONE 'UTC', version,"
                                + " token_version) FROM users WHERE username <> 'nobody' ORDER BY username"))
                .containsExactly(
                        "Anna|Anna@example.com|" + HASH_2A
                                + "|Anna Ångström|+1 234 567 890|admin|t|2025-03-11 12:00:00|2025-03-12 12:00:00|0|0",
                        "ben|ben@example.com|" + HASH_2B + "|Ben|client|t|2025-03-11 13:00:00|2025-03-11 13:00:00|0|0");
        assertThat(Sql.column(url, "SELECT content FROM chat_messages WHERE user_id = '" + ANNA + "'"))
                .containsExactly("hello");
        assertThat(Sql.column(url, "SELECT id || '=' || name FROM chat_rooms ORDER BY id"))
                .containsExactly("general=General Chat", "support=Support", "yoga=Yoga");
    }

    @Test
    void a_key_that_another_table_refers_to_stays() throws Exception {
        DatabaseUrl url = Predecessor.WITH_ITS_HISTORY.create();
        Sql.execute(url, "CREATE TABLE badges (holder VARCHAR(50) REFERENCES users (username))");

        migrate(url);

        assertThat(keysOfUsers(url)).containsExactlyInAnyOrder("users_pkey", "users_username_key");
    }

    private static List<String> keysOfUsers(DatabaseUrl url) throws SQLException {
        return Sql.column(
                url,
                "SELECT indexrelid::regclass::text FROM pg_index"
                        + " WHERE indrelid = 'users'::regclass AND indisunique AND indexprs IS NULL");
    }

    private void is_current_at_the_next_start(DatabaseUrl url) throws SQLException {
        String history = "SELECT flyway_schema_history::text FROM flyway_schema_history ORDER BY installed_rank";
        List<String> before = Sql.column(url, history);

        assertThat(takeovers(url)).isZero();

        assertThat(Sql.column(url, history)).isEqualTo(before);
    }

    private static void enforces_the_rules(DatabaseUrl url) throws SQLException {
        // Updates of other key columns would wait for transactions of which the user is the actor.
        assertThat(keysOfUsers(url)).containsExactly("users_pkey");
        refuses(
                url,
                "23505",
                "INSERT INTO users (username, email, full_name) VALUES ('ANNA', 'other@example.com', 'Other')");
        refuses(
                url,
                "23505",
                "INSERT INTO users (username, email, full_name) VALUES ('other', 'aNNa@example.com', 'Other')");
        refuses(url, "23514", "UPDATE users SET role = 'janitor'");
        Sql.execute(
                url,
                "UPDATE users SET role = 'trainer', updated_at = '2026-01-01 00:00:00Z', password_hash = NULL WHERE"
                        + " username = 'ben'",
                "INSERT INTO users (username, email, full_name) VALUES ('cleo', 'cleo@example.com', 'Cleo')",
                "DELETE FROM users WHERE username = 'Anna'");
        assertThat(Sql.column(
                        url,
                        "SELECT concat_ws('|', role, active, sum(change)) FROM user_counts"
                                + " GROUP BY role, active HAVING sum(change) <> 0 ORDER BY role, active"))
                .isEqualTo(Sql.column(
                        url,
                        "SELECT concat_ws('|', role, active, count(*)) FROM users"
                                + " GROUP BY role, active ORDER BY role, active"));
        assertThat(Sql.value(url, "SELECT updated_at = '2026-01-01 00:00:00Z' FROM users WHERE username = 'ben'"))
                .isEqualTo("t");
        assertThat(Sql.value(
                        url, "SELECT concat_ws('|', password_hash, role, active) FROM users WHERE username = 'cleo'"))
                .isEqualTo("client|t");
        assertThat(Sql.value(
                        url,
                        "SELECT count(*) FROM chat_messages JOIN chat_erasures USING (room_id, user_id)"
                                + " WHERE content = 'hello' AND NOT told"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void a_predecessor_is_taken_over_from_its_last_migration(int steps) throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        for (Path file : migrations().subList(0, steps)) {
            Sql.execute(url, Files.readString(file));
        }
        Sql.execute(
                url,
                "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY)",
                "INSERT INTO users (username, email, full_name) VALUES ('anna', 'anna@example.com', 'Anna')");
        migrate(url);
        assertThat(columns(url)).isEqualTo(Current.COLUMNS);
        assertThat(Sql.value(url, "SELECT version FROM flyway_schema_history WHERE type = 'BASELINE'"))
                .isEqualTo(versionsInMigrations().get(steps - 1));
        assertThat(Sql.value(url, "SELECT username || role FROM users")).isEqualTo("annaclient");
    }

    @Test
    void a_predecessor_without_migrations_counts_as_an_empty_database() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        Sql.execute(url, "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY)");
        migrate(url);
        assertThat(columns(url)).isEqualTo(Current.COLUMNS);
    }

    @Test
    void tables_of_extensions_are_ignored() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        Sql.execute(
                url,
                "CREATE EXTENSION pgcrypto",
                "CREATE VIEW statements AS SELECT 1 AS id",
                "ALTER EXTENSION pgcrypto ADD VIEW statements");
        migrate(url);
        assertThat(Sql.value(url, "SELECT count(*) FROM users")).isEqualTo("0");
    }

    @Test
    void accounts_that_differ_only_in_case_fail_the_start_and_are_listed() throws Exception {
        DatabaseUrl url = Predecessor.AS_KNOWN.create();
        insert(url, "anna", "someone@example.com");
        insert(url, "cleo", "BEN@example.com");
        List<String> before = columns(url);

        String sentence = failure(url).getMessage();

        assertThat(sentence)
                .contains("\"" + url.database() + "\"")
                .contains("username Anna, anna")
                .contains("e-mail ben@example.com, BEN@example.com")
                .doesNotContain("more")
                .hasLineCount(1);
        assertThat(columns(url)).isEqualTo(before);
        assertThat(Sql.value(url, "SELECT to_regclass('flyway_schema_history') IS NULL"))
                .isEqualTo("t");

        Sql.execute(url, "DELETE FROM users WHERE username IN ('anna', 'cleo')");
        migrate(url);
    }

    @Test
    void only_some_of_many_accounts_that_differ_only_in_case_are_listed() throws Exception {
        DatabaseUrl url = Predecessor.AS_KNOWN.create();
        for (int i = 10; i < 40; i++) {
            insert(url, "twin" + i, "a" + i + "@example.com");
            insert(url, "TWIN" + i, "b" + i + "@example.com");
        }
        String sentence = failure(url).getMessage();
        assertThat(sentence.split("; username", -1)).hasSize(20);
        assertThat(sentence).contains("and 10 more.").hasSizeLessThan(1500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE invoices (id integer)",
                "CREATE VIEW invoices AS SELECT 1 AS id",
                "CREATE TABLE users (id serial PRIMARY KEY, username text, email text, password_hash text, created_at"
                        + " timestamptz)",
                "CREATE TABLE users (id uuid PRIMARY KEY, login text, password_hash text, created_at timestamptz)",
                "CREATE TABLE users (id uuid PRIMARY KEY, username text, email text, created_at timestamptz)"
            })
    void a_database_with_other_tables_is_refused_and_not_changed(String foreign) throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        Sql.execute(url, foreign);
        String tables = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace ="
                + " current_schema()::regnamespace";
        String before = Sql.value(url, tables);

        assertThat(failure(url))
                .hasMessageContaining("\"" + url.database() + "\"")
                .hasMessageContaining("DATABASE_URL")
                .hasMessageContaining(foreign.contains("users") ? "(users)" : "(invoices)");
        assertThat(Sql.value(url, tables)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nodes_that_start_at_the_same_time_all_get_the_schema(boolean predecessor) throws Exception {
        DatabaseUrl url = predecessor ? Predecessor.AS_KNOWN.create() : TestDatabase.empty();
        int nodes = 3;
        CyclicBarrier together = new CyclicBarrier(nodes);
        try (var threads = Executors.newFixedThreadPool(nodes)) {
            List<Future<Object>> starts = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                starts.add(threads.submit(() -> {
                    together.await();
                    Migrations.run(url, PATIENCE, line -> {});
                    return null;
                }));
            }
            for (Future<Object> start : starts) {
                start.get(60, SECONDS);
            }
        }
        assertThat(columns(url)).isEqualTo(Current.COLUMNS);
        assertThat(Sql.column(url, "SELECT version FROM flyway_schema_history GROUP BY version HAVING count(*) > 1"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET description = 'something else' WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET type = 'JDBC' WHERE version = '20250308143333'",
                "UPDATE flyway_schema_history SET success = FALSE WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET version = '1' WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET version = '1.5' WHERE version = " + LAST,
                "DELETE FROM flyway_schema_history WHERE version <> " + LAST,
            })
    void a_history_that_does_not_match_the_migrations_fails_the_start(String change) throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, change);
        assertThatThrownBy(() -> migrate(url)).isInstanceOf(DatabaseFailure.class);
    }

    @Test
    void a_changed_migration_is_named() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '20250308143333'");
        assertThatThrownBy(() -> migrate(url))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"%s\" at %s (DATABASE_URL) could not be brought to the schema of this release"
                                + " (Migration checksum mismatch for migration version 20250308143333).",
                        url.database(), url.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '99990101000000', description, type,"
                        + " script, checksum, installed_by, installed_on, execution_time, success"
                        + " FROM flyway_schema_history WHERE version = " + LAST,
                "UPDATE flyway_schema_history SET checksum = NULL WHERE version = " + LAST,
            })
    void migrations_of_a_later_release_and_missing_checksums_are_accepted(String change) throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, change);
        migrate(url);
    }

    @Test
    void a_node_reports_that_it_waits_for_another() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        CountDownLatch waiting = new CountDownLatch(1);
        try (var other = Sql.connect(url);
                var threads = Executors.newSingleThreadExecutor()) {
            other.createStatement().execute("SELECT pg_advisory_lock(" + MigrationConnections.LOCK + ")");
            Future<?> start = threads.submit(() -> Migrations.run(url, PATIENCE, line -> waiting.countDown()));
            assertThat(waiting.await(60, SECONDS)).isTrue();
            assertThat(start.isDone()).isFalse();
            other.close();
            start.get(60, SECONDS);
        }
        assertThat(Sql.value(url, "SELECT count(*) FROM users")).isEqualTo("0");
    }

    @Test
    void lists_and_lookups_use_indexes() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        assertThat(plan(url, "folded_email || '' = fold_case('x')")).contains("users_email_key_ci");
        assertThat(plan(url, "folded_username || '' = fold_case('x')")).contains("users_username_key_ci");
        assertThat(plan(url, "TRUE ORDER BY created_at DESC, id DESC LIMIT 9"))
                .contains("users_created_at_id_idx")
                .doesNotContain("Sort");
        assertThat(plan(url, "role = 'admin' ORDER BY created_at DESC, id DESC LIMIT 9"))
                .contains("users_role_created_at_id_idx")
                .doesNotContain("Sort");
        assertThat(plan(url, "TRUE ORDER BY folded_full_name, id LIMIT 9"))
                .contains("users_full_name_id_idx")
                .doesNotContain("Sort");
    }

    @Test
    void removing_a_user_removes_their_refresh_tokens_but_keeps_the_revocation_of_their_access_tokens()
            throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        insert(url, "anna", "anna@example.com");
        Sql.execute(
                url,
                "INSERT INTO refresh_tokens SELECT '\\x01', gen_random_uuid(), id, 0, now(), now() FROM users",
                "INSERT INTO token_revocations (user_id, token_version, expires_at) SELECT id, 1, now() FROM users",
                "DELETE FROM users");
        assertThat(Sql.value(url, "SELECT count(*) FROM refresh_tokens")).isEqualTo("0");
        assertThat(Sql.value(url, "SELECT count(*) FROM token_revocations WHERE revoked_at <= clock_timestamp()"))
                .isEqualTo("1");
    }

    @Test
    void sanctions_of_present_and_new_administrators_end_with_any_search_path() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        Sql.execute(url, "DROP FUNCTION chat_end_sanctions() CASCADE");
        insert(url, "anna", "anna@example.com");
        insert(url, "ben", "ben@example.com");
        insert(url, "cleo", "cleo@example.com");
        Sql.execute(
                url,
                "UPDATE users SET role = 'admin' WHERE username = 'anna'",
                "INSERT INTO chat_sanctions (room_id, user_id, kind, reason, created_at)"
                        + " SELECT 'general', id, 'ban', 'why', now() FROM users");

        Sql.execute(url, Files.readString(MIGRATIONS.resolve("V20261130190000__end_sanctions_of_admins.sql")));
        assertThat(Sql.column(url, SANCTIONED)).containsExactly("ben", "cleo");
        try (var connection = Sql.connect(url);
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = elsewhere");
            statement.execute("UPDATE public.users SET role = 'admin' WHERE username = 'ben'");
        }

        assertThat(Sql.column(url, SANCTIONED)).containsExactly("cleo");
    }

    @Test
    void an_unreachable_database_is_tried_again() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        try (Detour detour = new Detour(url.address())) {
            DatabaseUrl away = url(url, detour.address(), url.password(), url.database());
            Migrations.run(away, Duration.ofSeconds(30), line -> {
                progress.add(line);
                detour.open();
            });
            assertThat(progress)
                    .containsExactly("Waiting for the database at " + detour.address() + ", 30 s at most …");
        }
        assertThat(Sql.value(url, "SELECT count(*) FROM users")).isEqualTo("0");
    }

    @Test
    void a_database_that_stays_unreachable_fails_the_start_with_its_host_and_port() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        try (Detour detour = new Detour(url.address())) {
            DatabaseUrl away = url(url, detour.address(), url.password(), url.database());
            long start = System.nanoTime();
            assertThatThrownBy(() -> Migrations.run(away, Duration.ofSeconds(1), progress::add))
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessage(
                            "The database \"%s\" at %s (DATABASE_URL) could not be reached for 1 s (Connection"
                                    + " refused).",
                            url.database(), detour.address());
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(400), Duration.ofSeconds(50));
            assertThat(progress).hasSize(1);
        }
    }

    @Test
    void a_host_that_does_not_exist_is_named() throws Exception {
        DatabaseUrl url = DatabaseUrl.parse("postgres://u:secret@no-such-host.invalid/d");
        assertThatThrownBy(() -> Migrations.run(url, Duration.ZERO, progress::add))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"d\" at no-such-host.invalid:5432 (DATABASE_URL) could not be reached for 0 s"
                                + " (unknown host).");
    }

    @Test
    void a_wrong_password_fails_the_start_at_once() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        assertThatThrownBy(() -> migratePatiently(url(url, url.address(), "wrong-password", url.database())))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"%s\" at %s (DATABASE_URL) refuses the connection (password authentication"
                                + " failed for user \"clubroom\").",
                        url.database(), url.address());
        assertThat(progress).isEmpty();
    }

    @Test
    void a_missing_database_fails_the_start_at_once() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        assertThatThrownBy(() -> migratePatiently(url(url, url.address(), url.password(), "missing")))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "The database \"missing\" at %s (DATABASE_URL) refuses the connection (database \"missing\""
                                + " does not exist).",
                        url.address());
        assertThat(progress).isEmpty();
    }

    @Test
    void a_migration_that_fails_says_why_in_one_sentence_without_the_row() throws Exception {
        DatabaseUrl url = Predecessor.WITHOUT_CONSTRAINTS.create();
        Sql.execute(url, "UPDATE users SET role = 'janitor' WHERE username = 'ben'");
        DatabaseFailure failure = failure(url);
        assertThat(failure)
                .hasMessage(
                        "The database \"%s\" at %s (DATABASE_URL) could not be brought to the schema of this release"
                                + " (check constraint \"users_role_check\" of relation \"users\" is violated by some"
                                + " row).",
                        url.database(), url.address())
                .hasCauseInstanceOf(org.flywaydb.core.api.FlywayException.class);
        assertThat(failure).hasStackTraceContaining("users_role_check");
        Sql.execute(url, "UPDATE users SET role = 'client' WHERE username = 'ben'");
        migrate(url);
    }

    private void migrate(DatabaseUrl url) {
        Migrations.run(url, PATIENCE, progress::add);
    }

    private void migratePatiently(DatabaseUrl url) {
        Migrations.run(url, Duration.ofMinutes(5), progress::add);
    }

    private DatabaseFailure failure(DatabaseUrl url) {
        return catchThrowableOfType(DatabaseFailure.class, () -> migrate(url));
    }

    private static DatabaseUrl url(DatabaseUrl url, String address, String password, String database) {
        return DatabaseUrl.parse("postgres://%s:%s@%s/%s".formatted(url.user(), password, address, database));
    }

    private static void insert(DatabaseUrl url, String username, String email) throws SQLException {
        Sql.execute(
                url,
                "INSERT INTO users (username, email, full_name) VALUES ('%s', '%s', 'Someone')"
                        .formatted(username, email));
    }

    private static void refuses(DatabaseUrl url, String state, String statement) {
        assertThatThrownBy(() -> Sql.execute(url, statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo(state));
    }

    /** The columns as the application sees them, without the maximum length of names, which the predecessor chose. */
    private static List<String> columns(DatabaseUrl url) throws SQLException {
        return Sql.column(url, """
            SELECT table_name || '.' || column_name || ' ' || replace(data_type, 'character varying', 'text') || ' '
                || CASE WHEN table_name = 'users' AND column_name <> 'username' THEN coalesce(character_maximum_length::text, '') ELSE '' END
                || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || column_default, '')
            FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name IN ('users', 'chat_rooms', 'chat_messages', 'token_revocations', 'refresh_tokens')
            ORDER BY 1
            """);
    }

    private static final class Current {
        static final List<String> COLUMNS = ofNewDatabase();

        private static List<String> ofNewDatabase() {
            try {
                return columns(TestDatabase.migrated());
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    private static String plan(DatabaseUrl url, String condition) throws SQLException {
        try (var connection = Sql.connect(url);
                var statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off; SET enable_bitmapscan = off");
            StringBuilder plan = new StringBuilder();
            try (var lines = statement.executeQuery("EXPLAIN SELECT * FROM users WHERE " + condition)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted().toList();
        }
    }

    private static List<String> versionsInMigrations() throws IOException {
        return migrations().stream()
                .map(file -> file.getFileName().toString().replaceFirst("^V([0-9]+)__.*", "$1"))
                .toList();
    }

    /** A port that forwards to the server once it is open. */
    private static final class Detour implements AutoCloseable {
        private final String[] target;
        private final int port;
        private final List<AutoCloseable> open = new ArrayList<>();

        Detour(String target) throws IOException {
            this.target = target.split(":");
            this.port = PortNumbers.lasting();
        }

        String address() {
            return "127.0.0.1:" + port;
        }

        void open() {
            try {
                ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
                open.add(server);
                Thread.ofVirtual().start(() -> accept(server));
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }

        private void accept(ServerSocket server) {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Socket there = new Socket(target[0], Integer.parseInt(target[1]));
                    Thread.ofVirtual().start(() -> carry(client, there));
                    Thread.ofVirtual().start(() -> carry(there, client));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private static void carry(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException closed) {
                // The other end is closed.
            }
        }

        @Override
        public void close() throws Exception {
            for (AutoCloseable server : open) {
                server.close();
            }
        }
    }
}
