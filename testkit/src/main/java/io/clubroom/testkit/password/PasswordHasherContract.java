package io.clubroom.testkit.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.testkit.Race;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link PasswordHasher}. */
public interface PasswordHasherContract {
    PasswordHasher hasher();

    /** A hash of {@code SecurePass123} with outdated parameters. */
    PasswordHash outdatedHash();

    private boolean fits(String password, String hashed) {
        return hasher().verify(new Password(password), hasher().hash(Password.of(hashed)));
    }

    @Test
    default void verifies_the_password_that_was_hashed() {
        assertThat(fits("SecurePass123", "SecurePass123")).isTrue();
    }

    @Test
    default void verifies_passwords_of_any_script_up_to_72_bytes() {
        Stream.of("Aa1" + "x".repeat(69), "Aa1" + "ж".repeat(34) + "x", "Aa1" + "😀".repeat(17) + "x")
                .forEach(longest -> assertThat(fits(longest, longest)).isTrue());
    }

    @Test
    default void refuses_every_other_password() {
        Stream.of("", "S", "securePass123", "SecurePass12", "SecurePass1234", " SecurePass123", "SecurePass123\0")
                .forEach(other -> assertThat(fits(other, "SecurePass123")).isFalse());
    }

    @Test
    default void uses_every_byte_of_the_password() {
        assertThat(fits("Aa1" + "x".repeat(68) + "y", "Aa1" + "x".repeat(68) + "z"))
                .isFalse();
    }

    @Test
    default void refuses_to_hash_a_password_that_is_too_long() {
        Password tooLong = new Password("Aa1" + "x".repeat(70));

        assertThat(tooLong.isTooLong()).isTrue();
        assertThatThrownBy(() -> hasher().hash(tooLong)).isInstanceOf(RuntimeException.class);
    }

    @Test
    default void verifies_no_password_without_a_hash() {
        assertThat(hasher().verify(new Password(""), null)).isFalse();
        assertThat(hasher().verify(new Password("SecurePass123"), null)).isFalse();
    }

    @Test
    default void hashes_a_password_differently_each_time() {
        Password password = Password.of("SecurePass123");

        assertThat(hasher().hash(password)).isNotEqualTo(hasher().hash(password));
    }

    @Test
    default void keeps_the_password_out_of_the_hash() {
        assertThat(hasher().hash(Password.of("SecurePass123")).value()).doesNotContain("SecurePass123");
    }

    @Test
    default void does_not_consider_its_own_hashes_outdated() {
        assertThat(hasher().isOutdated(hasher().hash(Password.of("SecurePass123"))))
                .isFalse();
    }

    @Test
    default void considers_hashes_with_other_parameters_outdated_and_still_verifies_them() {
        assertThat(hasher().isOutdated(outdatedHash())).isTrue();
        assertThat(hasher().verify(new Password("SecurePass123"), outdatedHash()))
                .isTrue();
        assertThat(hasher().verify(new Password("SecurePass124"), outdatedHash()))
                .isFalse();
    }

    @Test
    default void verifies_concurrently() {
        PasswordHash hash = hasher().hash(Password.of("SecurePass123"));

        List<Boolean> fits = Race.of(4, i -> hasher().verify(new Password("SecurePass12" + i), hash));

        assertThat(fits).containsExactly(false, false, false, true);
    }
}
