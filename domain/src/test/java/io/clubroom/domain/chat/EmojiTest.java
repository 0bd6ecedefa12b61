package io.clubroom.domain.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.validation.InvalidValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "👍🏽",
                "❤️",
                "❤️‍🔥",
                "1️⃣",
                "#️⃣",
                "*️⃣",
                "©️",
                "🇸🇰",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "🏳️‍🌈",
                "👨‍👩‍👧‍👦",
                "👩🏽‍❤️‍💋‍👨🏿",
                "🧑🏻‍🐰‍🧑🏾",
                "🫟",
                "🫪"
            })
    void accepts_an_emoji_and_keeps_it(String emoji) {
        assertThat(Emoji.of(emoji)).hasToString(emoji);
    }

    @ParameterizedTest
    @CsvSource({
        "\u2764, \u2764\uFE0F",
        "1\u20E3, 1\uFE0F\u20E3",
        "\u00A9, \u00A9\uFE0F",
        "\uD83D\uDC4D\uFE0F, \uD83D\uDC4D",
        "\u2764\u200D\uD83D\uDD25, \u2764\uFE0F\u200D\uD83D\uDD25",
        "\uD83C\uDFF3\u200D\uD83C\uDF08\uFE0F, \uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08"
    })
    void is_the_same_with_and_without_the_selector_of_its_presentation(String given, String emoji) {
        assertThat(Emoji.of(given)).isEqualTo(Emoji.of(emoji)).hasToString(emoji);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "1",
                "#",
                "# ",
                "*",
                ":)",
                "hello",
                "👍👍",
                "👍 ",
                " 👍",
                "👍a",
                "👍👎",
                "🇸",
                "🇸🇰🇨🇿",
                "🇽🇽",
                "\u200D",
                "\uFE0F",
                "\uFE0F\uFE0F",
                "\uFE0F\u2764",
                "\u2764\uFE0F\uFE0F",
                "\u2764\uFE0E",
                "\u20E3",
                "\uDB40\uDC67",
                "👩‍",
                "👩‍👍",
                "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
                "\uD83D",
                "\u0000"
            })
    void refuses_what_is_not_exactly_one_emoji(String text) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Emoji.of(text))
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("emoji"));
    }
}
