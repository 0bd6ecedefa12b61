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
    void takes_names_of_any_script(String name) {
        assertThat(FullName.of(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "J", " ", "          ", " J ", "\u2003J\u2003", "😀"})
    void refuses_fewer_than_2_characters_around_which_spaces_do_not_count(String name) {
        assertRefused(name, "must be 2 to 100 characters");
    }

    @Test
    void takes_100_characters_and_refuses_101_however_many_bytes_they_have() {
        assertThat(FullName.of("x".repeat(100)).value()).hasSize(100);
        assertThat(FullName.of("😀".repeat(100)).value()).hasSize(200);
        assertRefused("x".repeat(101), "must be 2 to 100 characters");
        assertRefused("😀".repeat(101), "must be 2 to 100 characters");
    }

    @Test
    void leaves_the_spaces_around_a_name_away_and_keeps_those_inside() {
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
    void refuses_control_characters_also_at_the_ends(String name) {
        assertRefused(name, "must not contain control characters");
    }

    @Test
    void refuses_halves_of_characters() {
        // Not a parameterized test: a report cannot write such a name.
        assertRefused("John\uD83D", "must not contain control characters");
        assertRefused("\uDE00John", "must not contain control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"John\u202Ehtims", "\u202AJohn", "John\u202C", "\u2066John\u2069"})
    void refuses_what_turns_the_direction_of_the_text_that_follows(String name) {
        assertRefused(name, "must not contain control characters");
    }

    @Property
    void takes_and_keeps_every_name_of_letters(@ForAll("letters") String name) {
        assertThat(FullName.of(name)).hasToString(name);
    }

    @Property
    void refuses_every_name_with_a_control_character(
            @ForAll("letters") String name, @ForAll("controls") char control, @ForAll int seed) {
        int at = name.offsetByCodePoints(0, Math.floorMod(seed, name.codePointCount(0, name.length())));
        assertRefused(name.substring(0, at) + control + name.substring(at), "must not contain control characters");
    }

    @Property
    void keeps_a_name_that_it_has_taken_before(@ForAll String text) {
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
    void keeps_what_can_be_kept_of_a_name_from_elsewhere() {
        assertThat(FullName.tidied("Ada Lovelace")).contains(new FullName("Ada Lovelace"));
        assertThat(FullName.tidied("  Ada \u3000 Lovelace  ")).contains(new FullName("Ada \u3000 Lovelace"));
        assertThat(FullName.tidied("Ada\tLove\nlace")).contains(new FullName("Ada Love lace"));
        assertThat(FullName.tidied("Ada\0\0Lovelace")).contains(new FullName("Ada Lovelace"));
        assertThat(FullName.tidied("Ada\u202Eecalevol")).contains(new FullName("Ada ecalevol"));
        assertThat(FullName.tidied("木村")).contains(new FullName("木村"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "\0\0\0", "---", "\u200B\u200B\u200B", "\uD800\uD800", "😀"})
    void keeps_nothing_of_what_is_no_name(String text) {
        assertThat(FullName.tidied(text)).isEmpty();
    }

    @Property
    void a_name_from_elsewhere_is_a_good_one_or_none(@ForAll String text) {
        FullName.tidied(text)
                .ifPresent(name -> assertThat(FullName.of(name.value())).isEqualTo(name));
    }

    @Test
    void cuts_a_name_from_elsewhere_between_characters() {
        assertThat(FullName.tidied("x".repeat(500)).orElseThrow().value()).isEqualTo("x".repeat(100));
        assertThat(FullName.tidied("a" + "😀".repeat(500)).orElseThrow().value())
                .isEqualTo("a" + "😀".repeat(99));
        assertThat(FullName.tidied("x".repeat(99) + " y").orElseThrow().value()).isEqualTo("x".repeat(99));
    }
}
