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
    void accepts_8_characters_with_a_digit_an_upper_and_a_lower_case_letter(String text) {
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
    void rejects_simpler_passwords_and_lists_every_broken_rule(String text, String reason) {
        assertRefused(text, reason);
    }

    @Test
    void lists_every_broken_rule_for_an_empty_password() {
        assertRefused(
                "",
                "must be at least 8 characters long, contain at least one digit,"
                        + " contain at least one uppercase letter, contain at least one lowercase letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "ж", "€", "木", "😀"})
    void accepts_72_bytes_and_no_more_however_many_characters_they_encode(String filling) {
        int size = filling.getBytes(StandardCharsets.UTF_8).length;
        String longest = "Aa1" + filling.repeat(69 / size) + "x".repeat(69 % size);

        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(72);
        assertThat(Password.of(longest).reveal()).isEqualTo(longest);
        assertThat(new Password(longest).isTooLong()).isFalse();
        assertRefused(longest + "x", "must be at most 72 bytes long in UTF-8");
        assertThat(new Password(longest + "x").isTooLong()).isTrue();
    }

    @Test
    void rejects_characters_that_hashing_would_lose() {
        assertRefused("SecurePass123\0", "must be valid Unicode text without U+0000");
        assertRefused("SecurePass123\uD83D", "must be valid Unicode text without U+0000");
    }

    @Test
    void accepts_any_password_for_signing_in() {
        assertThat(new Password("old").reveal()).isEqualTo("old");
    }

    @Property
    void accepts_every_password_that_keeps_the_rules(@ForAll("good") String text) {
        assertThat(Password.of(text).reveal()).isEqualTo(text);
    }

    @Property
    void never_prints_itself_not_even_in_errors(@ForAll("good") String text) {
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
