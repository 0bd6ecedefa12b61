package io.clubroom.domain.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Username;
import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void returns_valid_values() {
        Faults faults = new Faults();

        assertThat(faults.collect(() -> Username.of("jsmith"))).isEqualTo(new Username("jsmith"));
        assertThat(faults.<Object>collect(() -> null)).isNull();
        assertThatCode(faults::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void reports_all_errors_in_the_order_of_the_fields() {
        Faults faults = new Faults();

        assertThat(faults.collect(() -> Username.of("j"))).isNull();
        assertThat(faults.collect(() -> Email.of("john@example.com"))).isNotNull();
        assertThat(faults.collect(() -> Password.of("Abcdefgh"))).isNull();

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(faults::throwIfAny)
                .satisfies(input ->
                        assertThat(input.faults()).map(InvalidValue::field).containsExactly("username", "password"))
                .withMessage("username: must be 3 to 50 characters: letters, digits, '_', '.' or '-';"
                        + " password: must contain at least one digit");
    }

    @Test
    void does_not_catch_other_exceptions() {
        Faults faults = new Faults();
        RuntimeException failure = new IllegalStateException("a bug");

        assertThatThrownBy(() -> faults.collect(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
