package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.UnicodeWhiteSpace;
import io.clubroom.domain.validation.InvalidValue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "John Smith",
                "Mike Coach",
                "Al",
                "木村",
                "Zoë O'Neil-Łukasz Jr.",
                "Иван Петров",
                "محمد علي",
                "क्षि\u200Dक",
                "👩\u200D💻 Ada",
                "<b>Bold</b>"
            })
    void accepts_names_in_any_script(String name) {
        assertThat(FullName.of(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "J", " ", "          ", " J ", "\u2003J\u2003", "😀"})
    void rejects_fewer_than_2_characters_not_counting_surrounding_spaces(String name) {
        assertRefused(name, "must be 2 to 100 characters");
    }

    @Test
    void accepts_100_characters_and_rejects_101_however_many_bytes_they_take() {
        assertThat(FullName.of("x".repeat(100)).value()).hasSize(100);
        assertThat(FullName.of("😀".repeat(100)).value()).hasSize(200);
        assertRefused("x".repeat(101), "must be 2 to 100 characters");
        assertRefused("😀".repeat(101), "must be 2 to 100 characters");
    }

    @Test
    void strips_surrounding_spaces_and_keeps_inner_ones() {
        assertThat(FullName.of("  John  Smith\u3000").value()).isEqualTo("John  Smith");
        assertThat(FullName.of(" " + "x".repeat(100) + " ").value()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "John\nSmith",
                "John\tSmith",
                "John\0Smith",
                "John\u0007Smith",
                "John\u007FSmith",
                "John\u0085Smith",
                "John\u2028Smith",
                "John\u2029Smith",
                "\nJohn Smith",
                "John Smith\r\n",
                "John Smith\u001F"
            })
    void rejects_control_characters_even_at_the_ends(String name) {
        assertRefused(name, "must not contain control characters");
    }

    @Test
    void does_not_count_white_space_as_unicode_defines_it() {
        UnicodeWhiteSpace.characters()
                .filter(c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029)
                .forEach(c -> {
                    String space = Character.toString(c);
                    assertThat(FullName.of(space + "John Smith" + space).value())
                            .isEqualTo("John Smith");
                    assertRefused(space.repeat(5), "must be 2 to 100 characters");
                    assertRefused(space + "J" + space, "must be 2 to 100 characters");
                    assertThat(FullName.tidied(space + "John Smith" + space)).contains(new FullName("John Smith"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System",
                "system",
                "SYSTEM",
                " System ",
                "System.",
                "S y s t e m",
                "Sys\u200Btem",
                "\uFF33\uFF59\uFF53\uFF54\uFF45\uFF4D",
                "Deleted user",
                "deleted USER",
                "Deleted  User",
                "Deleted\u00A0user",
                "DeletedUser",
                "[Deleted user]"
            })
    void rejects_the_names_that_the_chat_uses(String name) {
        assertRefused(name, "must not be 'System' or 'Deleted user'");
        assertThat(FullName.tidied(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Systems", "System 2", "Ann System", "Deleted", "User", "Deleted users"})
    void accepts_names_that_contain_those_of_the_chat(String name) {
        assertThat(FullName.of(name).value()).isEqualTo(name);
    }

    @Test
    void rejects_unpaired_surrogates() {
        // Not a parameterized test, because reports cannot encode such names.
        assertRefused("John\uD83D", "must not contain control characters");
        assertRefused("\uDE00John", "must not contain control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"John\u202Ehtims", "\u202AJohn", "John\u202C", "\u2066John\u2069"})
    void rejects_bidirectional_overrides_and_isolates(String name) {
        assertRefused(name, "must not contain control characters");
    }

    @Property
    void accepts_every_name_of_letters_unchanged(@ForAll("letters") String name) {
        assertThat(FullName.of(name)).hasToString(name);
    }

    @Property
    void rejects_every_name_with_a_control_character(
            @ForAll("letters") String name, @ForAll("controls") char control, @ForAll int seed) {
        int at = name.offsetByCodePoints(0, Math.floorMod(seed, name.codePointCount(0, name.length())));
        assertRefused(name.substring(0, at) + control + name.substring(at), "must not contain control characters");
    }

    @Property
    void accepts_a_normalized_name_unchanged(@ForAll String text) {
        try {
            FullName name = FullName.of(text);
            assertThat(FullName.of(name.value())).isEqualTo(name);
        } catch (InvalidValue refused) {
            assertThat(refused.field()).isEqualTo("full_name");
        }
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.integers()
                .between(0x21, Character.MAX_CODE_POINT)
                .filter(Character::isLetter)
                .list()
                .ofMinSize(2)
                .ofMaxSize(99)
                .map(codePoints -> codePoints.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @Provide
    Arbitrary<Character> controls() {
        return Arbitraries.chars().range('\0', '\u001F').range('\u007F', '\u009F');
    }

    private static void assertRefused(String name, String reason) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> FullName.of(name))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("full_name"))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    @Test
    void makes_a_valid_name_of_a_name_from_a_provider() {
        assertThat(FullName.tidied("Ada Lovelace")).contains(new FullName("Ada Lovelace"));
        assertThat(FullName.tidied("  Ada \u3000 Lovelace  ")).contains(new FullName("Ada \u3000 Lovelace"));
        assertThat(FullName.tidied("Ada\tLove\nlace")).contains(new FullName("Ada Love lace"));
        assertThat(FullName.tidied("Ada\0\0Lovelace")).contains(new FullName("Ada Lovelace"));
        assertThat(FullName.tidied("Ada\u202Eecalevol")).contains(new FullName("Ada ecalevol"));
        assertThat(FullName.tidied("木村")).contains(new FullName("木村"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "\0\0\0", "---", "\u200B\u200B\u200B", "\uD800\uD800", "😀"})
    void makes_no_name_of_text_without_letters_or_digits(String text) {
        assertThat(FullName.tidied(text)).isEmpty();
    }

    @Property
    void a_name_made_from_any_text_is_valid(@ForAll String text) {
        FullName.tidied(text)
                .ifPresent(name -> assertThat(FullName.of(name.value())).isEqualTo(name));
    }

    @Test
    void truncates_a_name_between_characters() {
        assertThat(FullName.tidied("x".repeat(500)).orElseThrow().value()).isEqualTo("x".repeat(100));
        assertThat(FullName.tidied("a" + "😀".repeat(500)).orElseThrow().value())
                .isEqualTo("a" + "😀".repeat(99));
        assertThat(FullName.tidied("x".repeat(99) + " y").orElseThrow().value()).isEqualTo("x".repeat(99));
    }
}
