package io.clubroom.testkit.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserFixtureTest {
    private static final Instant NOW = Instant.parse("2032-01-02T00:00:00Z");

    @Test
    void a_complete_user_has_a_value_in_every_field() {
        assertThat(UserFixture.complete().build()).hasNoNullFieldsOrProperties();
    }

    @Test
    void the_change_of_every_field_gives_a_user_each_of_its_values() {
        UserChange change = UserFixture.changeOfEveryField();

        User changed = UserFixture.user().build().changed(change, NOW);

        assertThat(change).hasNoNullFieldsOrProperties();
        assertThat(changed)
                .usingRecursiveComparison()
                .comparingOnlyFields(Arrays.stream(UserChange.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(field -> !field.startsWith("clears"))
                        .toArray(String[]::new))
                .isEqualTo(change);
    }

    @Test
    void clearing_leaves_a_complete_user_without_any_optional_field() {
        User cleared = UserFixture.complete().build().changed(UserFixture.clearingOptionalFields(), NOW);

        // Passwords and pictures are not among them: other changes remove those.
        User plain = UserFixture.user()
                .passwordHash(cleared.passwordHash())
                .avatar(String.valueOf(cleared.avatar()))
                .build();
        assertThat(nullFields(cleared)).isEqualTo(nullFields(plain));
    }

    private static List<String> nullFields(User user) {
        return Arrays.stream(User.class.getRecordComponents())
                .filter(field -> valueOf(field, user) == null)
                .map(RecordComponent::getName)
                .toList();
    }

    private static @Nullable Object valueOf(RecordComponent field, User user) {
        try {
            return field.getAccessor().invoke(user);
        } catch (ReflectiveOperationException failure) {
            throw new AssertionError(failure);
        }
    }
}
