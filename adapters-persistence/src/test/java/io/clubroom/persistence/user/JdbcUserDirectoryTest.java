package io.clubroom.persistence.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.Users;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.user.UserDirectoryContract;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUserDirectoryTest implements UserDirectoryContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public UserDirectory directory() {
        return STORE.node().directory();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Test
    void lists_users_that_are_older_than_todays_rules() throws Exception {
        Sql.execute(
                STORE.database(),
                "INSERT INTO users (username, email, full_name) VALUES ('Big Joe!', 'joe at home', 'J')");

        assertThat(directory().list(new UserFilter(null, null, "big joe"), UserOrder.NEWEST_FIRST, null, 10))
                .map(User::fullName)
                .map(Object::toString)
                .containsExactly("J");
    }

    @Test
    void finds_no_user_by_a_text_that_cannot_be_stored() {
        UserFilter filter = new UserFilter(null, null, "a\0b");

        assertThat(directory().list(filter, UserOrder.NEWEST_FIRST, null, 10)).isEmpty();
        assertThat(directory().count(filter)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2025-03-06", "+1000000000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z"})
    void refuses_a_cursor_without_a_time_in_a_list_by_time(String value) {
        assertRefused(UserOrder.NEWEST_FIRST, value);
    }

    @Test
    void refuses_a_cursor_with_text_that_cannot_be_stored() {
        assertRefused(UserOrder.of("username"), "a\0b");
    }

    private void assertRefused(UserOrder order, String value) {
        Position place = new Position(value, new UserId(new UUID(0, 0)));

        assertThatThrownBy(() -> directory().list(UserFilter.ALL, order, place, 10))
                .isInstanceOfSatisfying(
                        InvalidValue.class, fault -> assertThat(fault.field()).isEqualTo("cursor"));
    }
}
