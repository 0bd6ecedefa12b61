package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.PasswordHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserChangeTest {
    private static final UserChange NOTHING = new UserChange(null, null, null, null, false, null, null, null);

    @Test
    void is_empty_only_when_it_names_nothing() {
        assertThat(NOTHING.isEmpty()).isTrue();
        assertThat(List.of(
                        new UserChange(new Username("jsmith"), null, null, null, false, null, null, null),
                        new UserChange(null, new Email("john@example.com"), null, null, false, null, null, null),
                        new UserChange(null, null, new FullName("John Smith"), null, false, null, null, null),
                        new UserChange(null, null, null, new PhoneNumber("123456"), false, null, null, null),
                        new UserChange(null, null, null, null, true, null, null, null),
                        new UserChange(null, null, null, null, false, Role.CLIENT, null, null),
                        new UserChange(null, null, null, null, false, null, true, null),
                        NOTHING.withPasswordHash(new PasswordHash("new"))))
                .noneMatch(UserChange::isEmpty);
    }

    @Test
    void is_privileged_when_it_names_the_role_or_the_activity() {
        assertThat(new UserChange(null, null, null, null, false, Role.CLIENT, null, null).isPrivileged())
                .isTrue();
        assertThat(new UserChange(null, null, null, null, false, null, true, null).isPrivileged())
                .isTrue();
        assertThat(new UserChange(
                                new Username("jsmith"),
                                new Email("john@example.com"),
                                new FullName("John Smith"),
                                new PhoneNumber("123456"),
                                true,
                                null,
                                null,
                                new PasswordHash("new"))
                        .isPrivileged())
                .isFalse();
    }

    @Test
    void takes_a_password_hash_beside_what_it_names_already() {
        UserChange change = new UserChange(
                new Username("jsmith"),
                new Email("john@example.com"),
                new FullName("John Smith"),
                new PhoneNumber("123456"),
                true,
                Role.ADMIN,
                false,
                null);

        assertThat(change.withPasswordHash(new PasswordHash("new")))
                .isEqualTo(new UserChange(
                        change.username(),
                        change.email(),
                        change.fullName(),
                        change.phoneNumber(),
                        true,
                        Role.ADMIN,
                        false,
                        new PasswordHash("new")));
    }
}
