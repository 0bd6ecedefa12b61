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

class MessageTextTest {
    private static final String LENGTH = "must be 1 to 4,000 characters";
    private static final String VALID = "must be valid Unicode text without U+0000";

    @ParameterizedTest
    @ValueSource(strings = {"x", "Hello everyone!", "two\nlines\tand a tab", "\"quoted\" \\ <b>", "木", "👩\u200D💻"})
    void accepts_any_text_unchanged(String text) {
        assertThat(MessageText.of(text).value()).isEqualTo(text);
    }

    @Test
    void of_a_message_with_files_may_be_empty_but_not_too_long() {
        assertThat(MessageText.ofMessageWithFiles(" \n ").value()).isEmpty();
        assertThat(MessageText.ofMessageWithFiles(" x ").value()).isEqualTo("x");
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> MessageText.ofMessageWithFiles("x".repeat(4_001)));
    }

    @Test
    void strips_white_space_before_it_counts() {
        assertThat(MessageText.of(" \n\t\u3000 a  b \r\n ").value()).isEqualTo("a  b");
        assertThat(MessageText.of("  " + "x".repeat(4_000) + "  ").value()).hasSize(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t \r\n", "\u2003\u3000"})
    void rejects_blank_text(String text) {
        assertRefused(text, LENGTH);
    }

    @Property
    void rejects_white_space_as_unicode_defines_it_and_strips_it(@ForAll("whiteSpace") String space) {
        assertRefused(space, LENGTH);
        assertThat(MessageText.of(space + "a  b" + space).value()).isEqualTo("a  b");
    }

    @Provide
    Arbitrary<String> whiteSpace() {
        return UnicodeWhiteSpace.strings();
    }

    @Test
    void accepts_4000_characters_and_rejects_4001_however_many_bytes_they_take() {
        assertThat(MessageText.of("x".repeat(4_000)).value()).hasSize(4_000);
        assertThat(MessageText.of("😀".repeat(4_000)).value()).hasSize(8_000);
        assertRefused("x".repeat(4_001), LENGTH);
        assertRefused("😀".repeat(4_001), LENGTH);
    }

    @Test
    void rejects_text_that_the_store_cannot_keep() {
        assertRefused("a\0b", VALID);
        assertRefused("\uD83D", VALID);
        assertRefused("b\uDE00", VALID);
    }

    @Test
    void does_not_print_the_text() {
        assertThat(MessageText.of("a secret")).hasToString("MessageText[8 characters]");
    }

    @Property
    void accepts_a_normalized_text_unchanged(@ForAll String any) {
        try {
            MessageText text = MessageText.of(any);
            assertThat(MessageText.of(text.value())).isEqualTo(text);
            assertThat(any).contains(text.value());
        } catch (InvalidValue refused) {
            assertThat(refused.field()).isEqualTo("content");
        }
    }

    private static void assertRefused(String text, String reason) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> MessageText.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("content"))
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
    }
}
