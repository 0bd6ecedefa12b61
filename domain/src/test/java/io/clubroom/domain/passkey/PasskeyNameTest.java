package io.clubroom.domain.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasskeyNameTest {
    @Test
    void strips_surrounding_white_space_of_a_name_in_any_script() {
        assertThat(PasskeyName.of("\u00A0Marias 電話 \n")).hasToString("Marias 電話");
        assertThat(PasskeyName.of("😀".repeat(100)).value()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \u2003", "a\nb", "a\u2028b", "a\uD83D"})
    void rejects_empty_names_and_control_characters(String name) {
        assertRefused(name);
    }

    @Test
    void rejects_more_than_100_characters() {
        assertRefused("x".repeat(101));
    }

    private static void assertRefused(String name) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> PasskeyName.of(name))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("name"));
    }
}
