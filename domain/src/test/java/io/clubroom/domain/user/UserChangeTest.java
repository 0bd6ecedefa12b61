package io.clubroom.domain.user;

import static io.clubroom.domain.user.UserChange.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.PasswordHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserChangeTest {
    @Test
    void is_empty_only_if_no_field_changes() {
        assertThat(NOTHING.isEmpty()).isTrue();
        assertThat(List.of(
                        NOTHING.withUsername(new Username("jsmith")),
                        NOTHING.withEmail(new Email("john@example.com")),
                        NOTHING.withFullName(new FullName("John Smith")),
                        NOTHING.withPhoneNumber(new PhoneNumber("123456")),
                        NOTHING.withoutPhoneNumber(),
                        NOTHING.withRole(Role.CLIENT),
                        NOTHING.withActive(true),
                        NOTHING.withPasswordHash(new PasswordHash("new"))))
                .noneMatch(UserChange::isEmpty);
    }

    @Test
    void is_privileged_if_it_changes_the_role_or_the_activity() {
        assertThat(NOTHING.withRole(Role.CLIENT).isPrivileged()).isTrue();
        assertThat(NOTHING.withActive(true).isPrivileged()).isTrue();
        assertThat(NOTHING.withUsername(new Username("jsmith"))
                        .withEmail(new Email("john@example.com"))
                        .withFullName(new FullName("John Smith"))
                        .withPhoneNumber(new PhoneNumber("123456"))
                        .withoutPhoneNumber()
                        .withPasswordHash(new PasswordHash("new"))
                        .isPrivileged())
                .isFalse();
    }

    @Test
    void adds_a_password_hash_to_other_fields() {
        UserChange change = NOTHING.withUsername(new Username("jsmith"))
                .withEmail(new Email("john@example.com"))
                .withFullName(new FullName("John Smith"))
                .withPhoneNumber(new PhoneNumber("123456"))
                .withoutPhoneNumber()
                .withRole(Role.ADMIN)
                .withActive(false);

        assertThat(change.withPasswordHash(new PasswordHash("new")))
                .isEqualTo(NOTHING.withUsername(change.username())
                        .withEmail(change.email())
                        .withFullName(change.fullName())
                        .withPhoneNumber(change.phoneNumber())
                        .withoutPhoneNumber()
                        .withRole(Role.ADMIN)
                        .withActive(false)
                        .withPasswordHash(new PasswordHash("new")));
    }
}
