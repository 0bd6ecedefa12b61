package io.clubroom.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.UnicodeWhiteSpace;
import io.clubroom.domain.validation.InvalidValue;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"General", "x", "Böses & Gutes", "部屋", "👩\u200D💻 Coders"})
    void accepts_names_in_any_script(String name) {
        assertThat(RoomName.of(name)).hasToString(name);
    }

    @Test
    void strips_surrounding_spaces() {
        assertThat(RoomName.of("  The  hall ").value()).isEqualTo("The  hall");
    }

    @Property
    void strips_white_space_as_unicode_defines_it(@ForAll("whiteSpace") String space) {
        assertThat(RoomName.of(space + "The hall" + space).value()).isEqualTo("The hall");
        assertRefused(space, "must be 1 to 100 characters");
    }

    @Provide
    Arbitrary<String> whiteSpace() {
        return UnicodeWhiteSpace.strings();
    }

    @Test
    void accepts_1_to_100_characters_however_many_bytes_they_take() {
        assertThat(RoomName.of("😀".repeat(100)).value()).hasSize(200);
        for (String name : new String[] {"", "   ", "x".repeat(101), "😀".repeat(101)}) {
            assertRefused(name, "must be 1 to 100 characters");
        }
    }

    @Test
    void rejects_control_characters_and_unpaired_surrogates() {
        for (String name : new String[] {"a\nb", "a\0b", "a\u007Fb", "a\u2028b", "a\u2029b", "a\uD83D", "\uDE00b"}) {
            assertRefused(name, "must not contain control characters");
        }
    }

    @Property
    void accepts_a_normalized_name_unchanged(@ForAll String text) {
        try {
            RoomName name = RoomName.of(text);
            assertThat(RoomName.of(name.value())).isEqualTo(name);
        } catch (InvalidValue refused) {
            assertThat(refused.field()).isEqualTo("name");
        }
    }

    private static void assertRefused(String name, String reason) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> RoomName.of(name))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("name"))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }
}
