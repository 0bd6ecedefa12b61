package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.validation.InvalidValue;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserOrderTest {
    @ParameterizedTest
    @CsvSource({
        "created_at, CREATED_AT, false",
        "-created_at, CREATED_AT, true",
        "username, USERNAME, false",
        "-username, USERNAME, true",
        "email, EMAIL, false",
        "-email, EMAIL, true",
        "full_name, FULL_NAME, false",
        "-full_name, FULL_NAME, true"
    })
    void parses_and_formats_every_order(String text, UserOrder.Key key, boolean descending) {
        assertThat(UserOrder.of(text)).isEqualTo(new UserOrder(key, descending));
        assertThat(UserOrder.of(text).text()).isEqualTo(text);
    }

    @Property
    void parses_its_own_output(@ForAll UserOrder.Key key, @ForAll boolean descending) {
        UserOrder order = new UserOrder(key, descending);

        assertThat(UserOrder.of(order.text())).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "--username", "+username", "USERNAME", "fullname", "password_hash", "username,email"})
    void rejects_other_text_and_lists_the_keys(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> UserOrder.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("sort"))
                .satisfies(fault -> assertThat(fault.reason())
                        .isEqualTo("must be one of created_at, username, email, full_name,"
                                + " optionally prefixed with '-' for descending order"));
    }

    @Test
    void computes_the_position_of_a_user_in_each_order() {
        Instant createdAt = Instant.parse("2025-03-06T22:05:39.123456Z");
        UserId id = new UserId(new UUID(1, 2));
        User user = User.registered(
                        id,
                        new Username("JSmith"),
                        new Email("John@Example.com"),
                        new FullName("John Smith"),
                        Role.CLIENT,
                        createdAt)
                .changed(UserChange.NOTHING, createdAt.plusSeconds(1));

        assertThat(UserOrder.NEWEST_FIRST.positionOf(user)).isEqualTo(new Position("2025-03-06T22:05:39.123456Z", id));
        assertThat(UserOrder.of("username").positionOf(user)).isEqualTo(new Position("JSmith", id));
        assertThat(UserOrder.of("-email").positionOf(user)).isEqualTo(new Position("John@Example.com", id));
        assertThat(UserOrder.of("full_name").positionOf(user)).isEqualTo(new Position("John Smith", id));
    }

    @Test
    void newest_first_is_descending_by_creation_time() {
        assertThat(UserOrder.NEWEST_FIRST).isEqualTo(UserOrder.of("-created_at"));
    }
}
