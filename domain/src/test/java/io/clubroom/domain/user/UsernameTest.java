package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

    @ParameterizedTest
    @ValueSource(strings = {"jsmith", "mcoach", "abc", "A.b-c_9", "___", "007"})
    void accepts_3_to_50_letters_digits_and_some_punctuation(String name) {
        assertThat(Username.of(name).value()).isEqualTo(name);
    }

    @Test
    void accepts_50_characters_and_rejects_51() {
        assertThat(Username.of("x".repeat(50)).value()).hasSize(50);
        assertRefused("x".repeat(51));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "a b", " abc", "abc ", "abc\n", "a@bc", "abc/", "жук", "Zoë", "abc\0", "ab😀", "a١٢"})
    void rejects_names_that_are_too_short_or_have_other_characters(String name) {
        assertRefused(name);
    }

    @Property
    void accepts_every_valid_name_unchanged(@ForAll("names") String name) {
        assertThat(Username.of(name)).hasToString(name);
    }

    @Property
    void rejects_every_name_with_one_invalid_character(
            @ForAll("names") String name, @ForAll("foreign") char foreign, @ForAll int seed) {
        int at = Math.floorMod(seed, name.length());
        assertRefused(name.substring(0, at) + foreign + name.substring(at + 1));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars(ALPHABET.toCharArray())
                .ofMinLength(3)
                .ofMaxLength(50);
    }

    @Provide
    Arbitrary<Character> foreign() {
        return Arbitraries.chars().all().filter(character -> ALPHABET.indexOf(character) < 0);
    }

    private static void assertRefused(String name) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Username.of(name))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("username"));
    }

    @Test
    void is_derived_from_an_address() {
        assertThat(Username.madeOf(Email.of("o'neil+club@example.com"), "user_", ""))
                .isEqualTo(Username.of("o_neil_club"));
        assertThat(Username.madeOf(Email.of("jo@example.com"), "user_", "")).isEqualTo(Username.of("user_jo"));
        assertThat(Username.madeOf(Email.of("jo@example.com"), "user_", "2")).isEqualTo(Username.of("jo2"));
        assertThat(Username.madeOf(Email.of("x".repeat(64) + "@example.com"), "user_", "_12345678"))
                .isEqualTo(Username.of("x".repeat(41) + "_12345678"));
    }
}
