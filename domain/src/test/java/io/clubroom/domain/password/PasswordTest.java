package io.clubroom.domain.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    @ParameterizedTest
    @ValueSource(strings = {"SecurePass123", "NewSecurePass456", "Abcdefg1", "1aA     ", "Жж345678", "aA1😀😀😀😀😀"})
    void may_be_any_text_of_8_characters_with_a_digit_an_upper_and_a_lower_case_letter(String text) {
        assertThat(Password.of(text).reveal()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Abcdef1       | must be at least 8 characters long",
                "Abcdefgh      | must contain at least one digit",
                "abcdefg1      | must contain at least one uppercase letter",
                "ABCDEFG1      | must contain at least one lowercase letter",
                "12345678      | must contain at least one uppercase letter, contain at least one lowercase letter",
                "aA1😀😀😀😀 | must be at least 8 characters long"
            })
    void may_not_be_simpler_and_it_says_all_that_is_missing(String text, String reason) {
        assertRefused(text, reason);
    }

    @Test
    void says_of_an_empty_password_everything_at_once() {
        assertRefused(
                "",
                "must be at least 8 characters long, contain at least one digit,"
                        + " contain at least one uppercase letter, contain at least one lowercase letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "ж", "€", "木", "😀"})
    void may_have_72_bytes_and_no_more_however_many_characters_these_are(String filling) {
        int size = filling.getBytes(StandardCharsets.UTF_8).length;
        String longest = "Aa1" + filling.repeat(69 / size) + "x".repeat(69 % size);

        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(72);
        assertThat(Password.of(longest).reveal()).isEqualTo(longest);
        assertThat(new Password(longest).isTooLong()).isFalse();
        assertRefused(longest + "x", "must be at most 72 bytes long in UTF-8");
        assertThat(new Password(longest + "x").isTooLong()).isTrue();
    }

    @Test
    void may_not_have_what_a_hash_would_not_see() {
        assertRefused("SecurePass123\0", "must be valid text");
        assertRefused("SecurePass123\uD83D", "must be valid text");
    }

    @Test
    void is_taken_as_it_is_from_somebody_who_signs_in() {
        assertThat(new Password("old").reveal()).isEqualTo("old");
    }

    @Property
    void may_be_chosen_under_the_rule(@ForAll("good") String text) {
        assertThat(Password.of(text).reveal()).isEqualTo(text);
    }

    @Property
    void never_prints_itself_and_no_fault_repeats_it(@ForAll("good") String text) {
        assertThat(new Password(text)).hasToString("Password[hidden]");
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Password.of(text.replaceAll("[0-9]", "x")))
                .withMessage("password: must contain at least one digit");
    }

    @Provide
    Arbitrary<String> good() {
        Arbitrary<String> rest =
                Arbitraries.strings().ascii().excludeChars('\0').ofMinLength(5).ofMaxLength(69);
        return Combinators.combine(
                        Arbitraries.chars().range('a', 'z'),
                        Arbitraries.chars().range('A', 'Z'),
                        Arbitraries.chars().range('0', '9'),
                        rest)
                .as((lower, upper, digit, others) -> "" + lower + upper + digit + others);
    }

    private static void assertRefused(String text, String reason) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Password.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("password"))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }
}
