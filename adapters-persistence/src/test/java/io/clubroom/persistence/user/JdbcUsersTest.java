package io.clubroom.persistence.user;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import io.clubroom.testkit.user.UsersContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsersTest implements UsersContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public AccountLinks links() {
        return STORE.node().accountLinks();
    }

    @Override
    public InstantSource clock() {
        return STORE.node().clock();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Test
    void reads_users_that_are_older_than_todays_rules() throws Exception {
        Sql.execute(STORE.database(), """
            INSERT INTO users (id, username, email, full_name, phone_number, role)
            VALUES ('11111111-1111-1111-1111-111111111111', 'Big Joe!', 'joe at home', 'J', '', 'trainer')\
            """);

        User user =
                users().find(UserId.of("11111111-1111-1111-1111-111111111111")).orElseThrow();

        assertThat(user.username().value()).isEqualTo("Big Joe!");
        assertThat(user.fullName().value()).isEqualTo("J");
        assertThat(users().findByEmail(new Email("Joe At Home"))).contains(user);
    }

    @Test
    void changes_users_that_are_older_than_todays_rules() throws Exception {
        User old = UserFixture.user().username("Big Joe!").fullName("J").build();
        users().add(old);
        User changed = old.changed(UserChange.NOTHING.withEmail(new Email("joe@example.com")), old.createdAt());

        update(users(), transactions(), changed);

        assertThat(users().find(old.id())).contains(changed);
    }

    @Test
    void finds_no_user_by_an_address_that_cannot_be_stored() {
        assertThat(users().findByEmail(new Email("joe\0@example.com"))).isEmpty();
    }

    @Test
    void refuses_to_lock_outside_a_transaction() {
        User user = UserFixture.user().build();
        users().add(user);

        assertThatThrownBy(() -> users().lock(user.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_a_user_with_the_id_of_another() {
        User user = UserFixture.user().build();
        users().add(user);
        User impostor = UserFixture.user().id(user.id().toString()).build();

        assertThatThrownBy(() -> users().add(impostor))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(user.id().toString());
    }

    @Test
    void refuses_to_update_a_removed_user() {
        User user = UserFixture.user().build();

        assertThatThrownBy(() -> update(users(), transactions(), user)).isInstanceOf(IllegalStateException.class);
    }

    @RepeatedTest(5)
    void stores_exactly_one_of_24_users_with_the_same_name_on_two_nodes() {
        try (Node other = Node.on(STORE.database(), 12)) {
            List<Boolean> stored = Race.of(24, runner -> {
                User user = UserFixture.user()
                        .username(runner % 4 < 2 ? "Both" : "bOTH")
                        .build();
                try {
                    (runner % 2 == 0 ? users() : other.users()).add(user);
                    return true;
                } catch (DuplicateUser duplicate) {
                    assertThat(duplicate.taken()).isEqualTo(new TakenNames(true, false));
                    return false;
                }
            });

            assertThat(stored).containsOnlyOnce(true);
        }
    }

    @RepeatedTest(5)
    void lets_exactly_one_of_12_users_change_to_the_same_address_on_two_nodes() {
        try (Node other = Node.on(STORE.database(), 12)) {
            List<User> users = IntStream.range(0, 12)
                    .mapToObj(i -> UserFixture.user().build())
                    .toList();
            users.forEach(users()::add);

            List<Boolean> stored = Race.of(12, runner -> {
                Node node = runner % 2 == 0 ? STORE.node() : other;
                User changed = withEmail(users.get(runner), runner % 4 < 2 ? "one@example.com" : "ONE@example.com");
                try {
                    update(node.users(), node.transactions(), changed);
                    return true;
                } catch (DuplicateUser duplicate) {
                    assertThat(duplicate.taken()).isEqualTo(new TakenNames(false, true));
                    return false;
                }
            });

            assertThat(stored).containsOnlyOnce(true);
        }
    }

    @Test
    void refuses_a_name_that_is_taken_after_the_check() throws Exception {
        User user = UserFixture.user().build();
        users().add(user);
        User changed = user.changed(UserChange.NOTHING.withUsername(new Username("wanted")), user.createdAt());

        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO users (username, email, full_name) VALUES ('Wanted', 'w@example.com', 'W')");
            Rival<Boolean> rival = Rival.start(() -> {
                assertThatThrownBy(() -> update(users(), transactions(), changed))
                        .isInstanceOfSatisfying(
                                DuplicateUser.class,
                                duplicate -> assertThat(duplicate.taken()).isEqualTo(new TakenNames(true, false)));
                return true;
            });
            rival.assertHeldBack();
            connection.commit();

            assertThat(rival.result()).isTrue();
        }
        assertThat(users().find(user.id())).contains(user);
    }

    @Test
    void opens_no_transaction_for_a_single_statement() throws Exception {
        User user = UserFixture.user().build();
        users().add(user);
        String start = Sql.value(STORE.database(), "SELECT clock_timestamp()");
        try (Node node = Node.on(STORE.database(), 1)) {
            node.users().find(user.id());
            node.users().findByEmail(user.email());
            assertThat(transactionsSince(start)).isEmpty();

            // pg_stat_activity has the last statement only, and the node may run a background statement after the
            // commit.
            await().until(() -> {
                node.transactions().call(() -> node.users().find(user.id()));
                return !transactionsSince(start).isEmpty();
            });
        }
    }

    /** The last statements of new connections, if they begin or end a transaction. */
    private static List<String> transactionsSince(String start) throws SQLException {
        return Sql.column(
                STORE.database(),
                "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND backend_start > '" + start
                        + "' AND query ~* '^(begin|commit)'");
    }

    private static User withEmail(User user, String email) {
        return user.changed(UserChange.NOTHING.withEmail(new Email(email)), user.createdAt());
    }

    private static void update(Users users, Transactions transactions, User user) {
        transactions.call(() -> {
            users.lock(user.id());
            users.update(user);
            return true;
        });
    }
}
