package io.clubroom.persistence.user;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.UserStatistics;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.user.UserFixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

/** The cost of statements with many users. */
@Order(1)
class UserIndexesTest {
    private static final int USERS = 20_000;
    private static final int PAGE = 20;
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared (?:hit=(\\d+))?(?: ?read=(\\d+))?");

    private static DatabaseUrl database;
    private static Node node;

    @BeforeAll
    static void store_many_users() throws Exception {
        database = TestDatabase.migrated();
        // Without it, VACUUM could come before the commit is on the disk, and would not take the rows for visible to
        // all.
        Sql.execute(database, "SET synchronous_commit = on", """
            INSERT INTO users (username, email, full_name, role, active, created_at)
            SELECT 'User' || i, 'User' || i || '@Example.com', 'Full Name ' || mod(i * 7, 4999),
                   CASE WHEN mod(i, 4000) = 0 THEN 'admin' WHEN mod(i, 50) = 0 THEN 'trainer' ELSE 'client' END,
                   mod(i, 7) <> 0, now() - i * INTERVAL '10 minutes'
            FROM generate_series(1, %d) AS i\
            """.formatted(USERS), """
            INSERT INTO users (username, email, full_name, role)
            VALUES ('zebra', 'stripes@zoo.test', 'Somebody Quick', 'client')\
            """, "VACUUM ANALYZE users");
        // The only connection is never idle for long, so its statistics arrive within a second.
        node = Node.on(database, 1);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Asserts that the work uses this index and does not scan the table. */
    private static void assertUses(String index, Runnable work) throws SQLException {
        long scans = scans(index);
        long wholeTableReads = wholeTableReads();

        work.run();

        await().until(() -> scans(index) > scans);
        assertThat(wholeTableReads()).isEqualTo(wholeTableReads);
    }

    private static long scans(String index) throws SQLException {
        return Long.parseLong(Sql.value(
                database, "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelid = '" + index + "'::regclass"));
    }

    private static long wholeTableReads() throws SQLException {
        return Long.parseLong(
                Sql.value(database, "SELECT seq_scan FROM pg_stat_user_tables WHERE relid = 'users'::regclass"));
    }

    @Test
    void an_address_is_found_by_its_index() throws Exception {
        assertUses(
                "users_email_key_ci",
                () -> assertThat(node.users().findByEmail(new Email("USER777@example.com")))
                        .isPresent());
    }

    @Test
    void names_that_are_taken_are_found_by_their_indexes() throws Exception {
        User user = UserFixture.user().username("USER777").build();

        assertUses(
                "users_username_key_ci",
                () -> assertThatThrownBy(() -> node.users().add(user)).isInstanceOf(DuplicateUser.class));
    }

    @Test
    void an_update_checks_the_names_with_their_indexes() throws Exception {
        User user = node.users().findByEmail(new Email("user778@example.com")).orElseThrow();

        assertUses(
                "users_username_key_ci",
                () -> node.transactions().call(() -> {
                    node.users().update(user);
                    return true;
                }));
    }

    @Test
    void administrators_are_counted_by_an_index() throws Exception {
        assertUses(
                "users_role_created_at_id_idx",
                () -> assertThat(node.admins().count()).isEqualTo(5));
    }

    @Test
    void few_users_are_found_by_their_index_without_a_new_plan_each_time() throws Exception {
        UserId[] ids = Sql.column(database, "SELECT id FROM users ORDER BY id LIMIT 2").stream()
                .map(UserId::of)
                .toArray(UserId[]::new);
        try (Connection connection = Sql.connect(database);
                Statement statement = connection.createStatement()) {
            try (PreparedStatement byIds = connection.prepareStatement(UserRows.BY_IDS)) {
                byIds.unwrap(PGStatement.class).setPrepareThreshold(1);
                for (int i = 0; i < 10; i++) {
                    byIds.setArray(1, connection.createArrayOf("uuid", new Object[] {ids[i % 2].value()}));
                    try (ResultSet found = byIds.executeQuery()) {
                        assertThat(found.next()).isTrue();
                    }
                }
                // PostgreSQL makes five custom plans before it compares their cost with the generic one.
                try (ResultSet plans = statement.executeQuery("SELECT custom_plans FROM pg_prepared_statements")) {
                    plans.next();
                    assertThat(plans.getInt(1)).isEqualTo(5);
                }
            }
        }

        assertUses(
                "users_pkey",
                () -> Stream.of(ids)
                        .map(id ->
                                node.users().findAsync(id).toCompletableFuture().join())
                        .forEach(user -> assertThat(user).isPresent()));
    }

    static Stream<UserOrder> orders() {
        return Stream.of(UserOrder.Key.values())
                .flatMap(key -> Stream.of(new UserOrder(key, false), new UserOrder(key, true)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void page_1000_costs_as_much_as_page_1(UserOrder order) throws Exception {
        Position place = order.positionOf(last(order, 999));

        long first = pagesRead(UserSelection.page(UserFilter.ALL, order, null, PAGE));
        long far = pagesRead(UserSelection.page(UserFilter.ALL, order, place, PAGE));

        assertThat(node.directory().list(UserFilter.ALL, order, place, PAGE)).hasSize(PAGE);
        // At most one table page for each row, and a few pages of the index.
        assertThat(first).isLessThan(2 * PAGE + 15);
        assertThat(far).isLessThan(2 * PAGE + 15);
    }

    /** The last user of this page, found by offset. */
    private static User last(UserOrder order, int page) throws SQLException {
        String sql = UserSelection.page(UserFilter.ALL, order, null, 1).sql();
        String id = Sql.column(database, sql + " OFFSET " + (page * PAGE - 1)).getFirst();
        return node.users().find(UserId.of(id)).orElseThrow();
    }

    @Test
    void the_newest_users_of_a_role_are_found_by_an_index() throws Exception {
        UserFilter trainers = new UserFilter(Role.TRAINER, null, null);
        List<User> some = node.directory().list(trainers, UserOrder.NEWEST_FIRST, null, 300);
        Position place = UserOrder.NEWEST_FIRST.positionOf(some.getLast());

        assertThat(pagesRead(UserSelection.page(trainers, UserOrder.NEWEST_FIRST, place, PAGE)))
                .isLessThan(2 * PAGE + 15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZEBR", "pes@zoo", "ody qui"})
    void a_search_for_a_rare_text_reads_few_users(String text) throws Exception {
        UserFilter filter = new UserFilter(null, null, text);

        assertThat(node.directory().list(filter, UserOrder.NEWEST_FIRST, null, PAGE))
                .hasSize(1);
        assertThat(pagesRead(UserSelection.page(filter, UserOrder.NEWEST_FIRST, null, PAGE)))
                .isLessThan(50);
        assertThat(pagesRead(UserSelection.count(filter))).isLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "qu", "Oo"})
    void a_search_for_one_or_two_rare_characters_reads_few_users(String text) throws Exception {
        UserFilter filter = new UserFilter(null, null, text);

        assertUses(
                "users_short_search_idx",
                () -> assertThat(node.directory().count(filter)).isEqualTo(1));
        assertThat(pagesRead(UserSelection.page(filter, UserOrder.NEWEST_FIRST, null, PAGE)))
                .isLessThan(50);
        assertThat(pagesRead(UserSelection.count(filter))).isLessThan(50);
    }

    @Test
    void a_search_for_a_common_text_does_not_reuse_the_plan_of_a_rare_one() throws Exception {
        for (int times = 0; times < 10; times++) {
            node.directory().list(new UserFilter(null, null, "zebr"), UserOrder.NEWEST_FIRST, null, PAGE);
            node.directory().list(new UserFilter(null, null, "z"), UserOrder.NEWEST_FIRST, null, PAGE);
        }

        assertUses(
                "users_created_at_id_idx",
                () -> assertThat(node.directory()
                                .list(new UserFilter(null, null, "user"), UserOrder.NEWEST_FIRST, null, PAGE))
                        .hasSize(PAGE));
        assertUses(
                "users_created_at_id_idx",
                () -> assertThat(node.directory()
                                .list(new UserFilter(null, null, "u"), UserOrder.NEWEST_FIRST, null, PAGE))
                        .hasSize(PAGE));
    }

    static Stream<UserFilter> kinds() {
        return Stream.of(
                UserFilter.ALL,
                new UserFilter(Role.CLIENT, null, null),
                new UserFilter(null, true, null),
                new UserFilter(Role.TRAINER, false, null));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void users_of_a_kind_are_counted_without_reading_them(UserFilter filter) throws Exception {
        String condition = UserSelection.count(filter).sql().replaceAll("^.*FROM user_counts", "");
        long expected;
        try (Connection connection = Sql.connect(database);
                PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM users" + condition)) {
            UserSelection.count(filter).bind(statement);
            try (ResultSet counted = statement.executeQuery()) {
                counted.next();
                expected = counted.getLong(1);
            }
        }

        assertThat(node.directory().count(filter)).isEqualTo(expected);
        assertThat(pagesRead(UserSelection.count(filter))).isLessThan(5);
    }

    @Test
    void statistics_read_recent_users_only() throws Exception {
        assertUses("users_created_at_id_idx", () -> {
            UserStatistics statistics = node.directory().statistics(Instant.now());
            assertThat(statistics.total()).isEqualTo(USERS + 1);
            assertThat(statistics.last24Hours()).isBetween(140L, 146L);
        });
    }

    /** The number of buffers that PostgreSQL reads to answer. */
    private static long pagesRead(UserSelection selection) throws SQLException {
        try (Connection connection = Sql.connect(database);
                PreparedStatement first = connection.prepareStatement(selection.sql());
                PreparedStatement statement =
                        connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS) " + selection.sql())) {
            // The first call in a connection loads the functions' definitions.
            selection.bind(first);
            first.execute();
            selection.bind(statement);
            try (ResultSet plan = statement.executeQuery()) {
                // The first line with buffers is the total.
                while (plan.next()) {
                    Matcher buffers = BUFFERS.matcher(plan.getString(1));
                    if (buffers.find()) {
                        return number(buffers.group(1)) + number(buffers.group(2));
                    }
                }
            }
        }
        throw new AssertionError("the plan tells nothing of buffers");
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }
}
