package io.clubroom.persistence.migration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.Patience;
import io.clubroom.testkit.takeover.PredecessorSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes over databases that were made step by step as the predecessor makes them. */
@Order(1)
class TakeoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HASHES = "SELECT coalesce(password_hash, 'none') FROM users ORDER BY id";

    private final List<String> progress = new CopyOnWriteArrayList<>();

    static Stream<Arguments> databases() {
        return IntStream.rangeClosed(1, PredecessorDatabase.ALL)
                .boxed()
                .flatMap(steps -> Stream.of(Arguments.of(steps, false), Arguments.of(steps, true)));
    }

    @ParameterizedTest(name = "after {0} steps, with history: {1}")
    @MethodSource("databases")
    void a_database_is_taken_over_with_all_it_holds(int steps, boolean withHistory) throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(steps, withHistory);
        DatabaseUrl url = database.url();
        List<String> users = users(database);
        List<String> messages = messages(database, "sender_id");
        List<String> rooms = database.has(PredecessorDatabase.CHAT) ? database.rows("chat_rooms") : List.of();
        List<String> appointments = database.content("appointments");
        List<String> history = database.content("\\_sqlx\\_migrations");
        boolean hasPasswords = database.has(PredecessorDatabase.PASSWORDS);
        if (hasPasswords) {
            assertThat(Sql.column(url, HASHES))
                    .containsExactly(
                            PredecessorDatabase.OWN_HASH,
                            PredecessorSchema.DEFAULT_HASH,
                            PredecessorSchema.DEFAULT_HASH,
                            PredecessorSchema.DEFAULT_HASH);
        }

        migrate(url);

        assertThat(users(database)).isEqualTo(users);
        assertThat(messages(database, "user_id")).isEqualTo(messages);
        assertThat(Sql.column(
                        url,
                        "SELECT (to_jsonb(r) - ARRAY['last_seq', 'kind', 'changes', 'sanctioned', 'indexed_seq',"
                                + " 'search_pending', 'direct_users'])::text FROM chat_rooms r ORDER BY 1"))
                .containsAll(rooms);
        assertThat(database.content("appointments"))
                .isEqualTo(appointments)
                .hasSize(database.has(PredecessorDatabase.APPOINTMENTS) ? appointments.size() : 0);
        assertThat(database.content("\\_sqlx\\_migrations")).isEqualTo(history);
        assertThat(schema(url)).isEqualTo(Expected.SCHEMA);
        if (hasPasswords) {
            assertThat(Sql.column(url, HASHES)).containsExactly(PredecessorDatabase.OWN_HASH, "none", "none", "none");
        }
        if (database.has(PredecessorDatabase.CHAT)) {
            assertThat(Sql.column(
                            url,
                            "SELECT seq || ' ' || content FROM chat_messages WHERE room_id = 'general' ORDER BY seq"))
                    .as("numbered by their times, and then by their ids")
                    .containsExactly("1 first", "2 second", "3 third", "4 fourth");
            assertThat(Sql.column(
                            url, "SELECT id || ' ' || last_seq FROM chat_rooms WHERE id IN ('general', 'support')"))
                    .containsExactlyInAnyOrder("general 4", "support 1");
            assertThat(Sql.column(url, "SELECT documents FROM chat_search_segments WHERE NOT has_keys"))
                    .as("searches find the messages")
                    .containsExactly(String.valueOf(messages.size()));
            assertThat(Sql.column(url, "SELECT id FROM chat_rooms WHERE indexed_seq < last_seq"))
                    .isEmpty();
        }
    }

    /** Users as the predecessor sees them, without their passwords. */
    private static List<String> users(PredecessorDatabase database) throws SQLException {
        String columns = "id, username, email, coalesce(full_name, username), active, created_at, updated_at"
                + (database.has(2) ? ", phone_number" : "")
                + (database.has(PredecessorDatabase.ROLES) ? ", role" : "");
        return Sql.column(database.url(), "SELECT to_jsonb(ROW(" + columns + "))::text FROM users ORDER BY id");
    }

    private static List<String> messages(PredecessorDatabase database, String sender) throws SQLException {
        return database.has(PredecessorDatabase.CHAT)
                ? Sql.column(
                        database.url(),
                        "SELECT to_jsonb(ROW(id, room_id, " + sender
                                + ", sender_name, content, created_at))::text FROM chat_messages ORDER BY id")
                : List.of();
    }

    /** Columns without their lengths, indexes, constraints and triggers of our tables. */
    private static List<String> schema(DatabaseUrl url) throws SQLException {
        List<String> schema = new ArrayList<>();
        for (String query : List.of(
                """
                SELECT concat_ws(' ', relname, attname, atttypid::regtype, attnotnull, pg_get_expr(adbin, adrelid))
                FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                    LEFT JOIN pg_attrdef ON adrelid = pg_class.oid AND adnum = attnum
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname !~ 'appointments|_sqlx'
                ORDER BY relname, attname
                """,
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename !~ 'appointments|_sqlx'"
                        + " ORDER BY indexdef",
                "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace ="
                    + " 'public'::regnamespace AND conrelid::regclass::text !~ 'appointments|_sqlx' ORDER BY conname",
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname")) {
            schema.addAll(Sql.column(url, query));
        }
        return schema;
    }

    @Test
    void a_message_shows_the_current_name_of_its_author_and_later_the_stored_one() throws Exception {
        DatabaseUrl url =
                PredecessorDatabase.create(PredecessorDatabase.ALL, true).url();
        migrate(url);
        try (Node node = Node.on(url, 2)) {
            RoomId room = new RoomId("general");
            assertThat(node.messages().newest(room, 0, Long.MAX_VALUE, 10))
                    .extracting(Message::authorName)
                    .containsExactly(
                            new FullName("Anna Ångström"),
                            new FullName("Anna Ångström"),
                            new FullName("Unknown"),
                            new FullName("Anna Ångström"));

            node.users().remove(new UserId(UUID.fromString(PredecessorDatabase.ANNA)));

            List<Message> messages =
                    node.messages().following(Map.of(room, 0L), 10).get(room);
            assertThat(messages)
                    .extracting(Message::authorName)
                    .containsExactly(
                            new FullName("Anna"),
                            new FullName("Unknown"),
                            new FullName("Anna B."),
                            new FullName("Anna"));
            assertThat(messages.getFirst().author()).isNull();
        }
    }

    /** As after a restore without constraints. */
    @Test
    void a_message_whose_author_is_missing_is_kept_with_the_stored_name() throws Exception {
        DatabaseUrl url =
                PredecessorDatabase.create(PredecessorDatabase.ALL, false).url();
        Sql.execute(
                url,
                "ALTER TABLE chat_messages DROP CONSTRAINT chat_messages_sender_id_fkey",
                "DELETE FROM users WHERE id = '" + PredecessorDatabase.ANNA + "'");
        migrate(url);
        assertThat(Sql.column(url, "SELECT sender_name FROM chat_messages WHERE user_id IS NULL ORDER BY seq"))
                .containsExactly("Anna", "Anna B.", "Anna");
    }

    @Test
    void a_room_with_the_longest_id_can_be_added() throws Exception {
        DatabaseUrl url =
                PredecessorDatabase.create(PredecessorDatabase.ALL, true).url();
        migrate(url);
        try (Node node = Node.on(url, 2)) {
            Room room = new Room(RoomId.of("x".repeat(100)), new RoomName("Long"), Instant.EPOCH);
            assertThat(node.rooms().add(room)).isTrue();
            assertThat(node.rooms().reached(List.of(room.id()))).containsKey(room.id());
        }
        Sql.execute(
                url,
                "INSERT INTO chat_messages (id, room_id, content, seq) VALUES (gen_random_uuid(), repeat('x', 100),"
                        + " 'text', 1)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8})
    void accounts_that_differ_only_in_case_fail_the_start_and_nothing_is_changed(int steps) throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(steps, steps % 2 == 0);
        Sql.execute(
                database.url(),
                "INSERT INTO users (username, email, full_name, created_at) VALUES"
                        + " ('aNNa', 'other@example.com', 'Other', '2025-03-07Z'),"
                        + " ('Other', 'BEN@example.com', 'Other', '2025-03-07Z')");
        List<String> before = database.content();

        assertThat(failure(database.url()))
                .hasMessageContaining("username Anna, aNNa; e-mail ben@example.com, BEN@example.com.")
                .message()
                .hasLineCount(1);

        assertThat(database.content()).isEqualTo(before);
        Sql.execute(database.url(), "DELETE FROM users WHERE full_name = 'Other'");
        migrate(database.url());
    }

    @Test
    void names_with_control_characters_are_listed_on_one_line() throws Exception {
        DatabaseUrl url = PredecessorDatabase.create(1, false).url();
        Sql.execute(
                url,
                "INSERT INTO users (username, email, full_name) VALUES (E'a\\n"
                        + "b', 'a@example.com', 'A'), (E'A\\n"
                        + "B', 'b@example.com', 'B')");
        assertThat(failure(url)).message().hasLineCount(1).contains("a?b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8})
    void a_takeover_that_fails_late_changes_nothing_and_can_be_repeated(int steps) throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(steps, steps % 2 == 0);
        Sql.execute(database.url(), "CREATE TABLE user_counts (id integer)");
        List<String> before = database.content();

        assertThat(failure(database.url()))
                .hasMessageEndingWith("(relation \"user_counts\" already exists).")
                .hasCauseInstanceOf(org.flywaydb.core.api.FlywayException.class);

        assertThat(database.content()).isEqualTo(before);
        Sql.execute(database.url(), "DROP TABLE user_counts");
        migrate(database.url());
        assertThat(schema(database.url())).isEqualTo(Expected.SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8})
    void a_takeover_that_is_killed_changes_nothing_and_can_be_repeated(int steps) throws Exception {
        PredecessorDatabase database =
                steps == 0 ? new PredecessorDatabase(TestDatabase.empty(), 0) : PredecessorDatabase.create(steps, true);
        DatabaseUrl url = database.url();
        List<String> before = database.content();
        try (Connection other = Sql.connect(url);
                var threads = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            // The takeover waits for this one before it can create its own.
            other.createStatement().execute("CREATE TABLE user_counts (id integer)");
            Future<?> start = threads.submit(() -> migrate(url));
            String waiting =
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
            Patience.await().until(() -> !Sql.column(url, waiting).isEmpty());

            Sql.execute(url, "SELECT pg_terminate_backend(pid) FROM (" + waiting + ") AS takeover");

            assertThat(catchThrowableOfType(Exception.class, () -> start.get(60, SECONDS)))
                    .hasCauseInstanceOf(DatabaseFailure.class);
        }
        assertThat(database.content()).isEqualTo(before);
        migrate(url);
        assertThat(schema(url)).isEqualTo(Expected.SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_first_start_is_one_transaction(boolean predecessor) throws Exception {
        DatabaseUrl url = predecessor
                ? PredecessorDatabase.create(PredecessorDatabase.ALL, true).url()
                : TestDatabase.empty();
        migrate(url);
        assertThat(Sql.value(url, "SELECT count(DISTINCT xmin::text) FROM flyway_schema_history"))
                .isEqualTo("1");
    }

    @Test
    void nodes_that_start_at_the_same_time_take_over_once() throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(PredecessorDatabase.ALL, true);
        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> starts = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                starts.add(threads.submit(() -> Migrations.run(database.url(), PATIENCE, line -> {})));
            }
            for (Future<?> start : starts) {
                start.get(60, SECONDS);
            }
        }
        assertThat(schema(database.url())).isEqualTo(Expected.SCHEMA);
        assertThat(Sql.value(database.url(), "SELECT count(*) FROM chat_messages"))
                .isEqualTo("8");
    }

    @Test
    void the_takeover_waits_until_no_other_program_uses_the_tables() throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(PredecessorDatabase.ALL, true);
        CountDownLatch waiting = new CountDownLatch(1);
        try (Connection other = Sql.connect(database.url());
                var threads = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            other.createStatement().execute("UPDATE users SET full_name = 'Anna Nováková' WHERE username = 'Anna'");
            Future<?> start = threads.submit(() -> Migrations.run(database.url(), PATIENCE, line -> {
                progress.add(line);
                waiting.countDown();
            }));
            assertThat(waiting.await(60, SECONDS)).isTrue();
            // The other program is not held up.
            assertThat(Sql.value(database.url(), "SELECT count(*) FROM chat_messages"))
                    .isEqualTo("8");
            other.commit();
            start.get(60, SECONDS);
        }
        assertThat(progress).containsExactly("Waiting for another program that uses the database, 60 s at most …");
        assertThat(Sql.value(database.url(), "SELECT full_name FROM users WHERE username = 'Anna'"))
                .isEqualTo("Anna Nováková");
    }

    @Test
    void tables_that_stay_in_use_fail_the_start_with_a_sentence() throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(PredecessorDatabase.ALL, true);
        List<String> before = database.content();
        try (Connection other = Sql.connect(database.url())) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE chat_messages IN ACCESS SHARE MODE");
            DatabaseFailure failure = catchThrowableOfType(
                    DatabaseFailure.class, () -> Migrations.run(database.url(), Duration.ofMillis(200), progress::add));
            assertThat(failure)
                    .hasMessageContaining("is still in use by another program after 0 s")
                    .message()
                    .hasLineCount(1);
        }
        assertThat(database.content()).isEqualTo(before);
    }

    /** Earlier releases committed each migration, and failed at the one after these. */
    @ParameterizedTest
    @CsvSource({"8, 20250310000000, 20261122100500", "5, 20250309000000, 20261122100000"})
    void a_database_in_which_an_earlier_release_failed_is_taken_over(int steps, String baseline, String last)
            throws Exception {
        PredecessorDatabase database = PredecessorDatabase.create(steps, true);
        DatabaseUrl url = database.url();
        if (steps == PredecessorDatabase.ALL) {
            Sql.execute(url, "UPDATE users SET email = 'short@example.com' WHERE length(email) = 255");
        }
        List<String> users = users(database);
        List<String> messages = messages(database, "sender_id");
        Flyway.configure()
                .dataSource(url.jdbcUrl(), url.user(), url.password())
                .baselineOnMigrate(true)
                .baselineVersion(baseline)
                .target(last)
                .load()
                .migrate();

        migrate(url);

        assertThat(users(database)).isEqualTo(users);
        assertThat(messages(database, "user_id")).isEqualTo(messages);
        assertThat(schema(url)).isEqualTo(Expected.SCHEMA);
    }

    private static final class Expected {
        static final List<String> SCHEMA = schemaOfNewDatabase();

        private static List<String> schemaOfNewDatabase() {
            try {
                return schema(TestDatabase.migrated());
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    private void migrate(DatabaseUrl url) {
        Migrations.run(url, PATIENCE, progress::add);
    }

    private DatabaseFailure failure(DatabaseUrl url) {
        return catchThrowableOfType(DatabaseFailure.class, () -> migrate(url));
    }
}
