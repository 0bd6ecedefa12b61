package io.clubroom.domain.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {
    @ParameterizedTest
    @CsvSource({
        "ŁÓDŹ, lodz",
        "Zażółć gęślą jaźń, zazolc gesla jazn",
        "Crème BRÛLÉE, creme brulee",
        "Straße STRASSE STRAẞE, strasse strasse strasse",
        "smørrebrød, smorrebrod",
        "Đorđe, dorde",
        "Æsir œuvre, aesir oeuvre",
        "Þór Eyjafjallajökull ð, thor eyjafjallajokull d",
        "İstanbul IĞDIR ılık, istanbul igdir ilik",
        "ħŧǥƀɨ, htgbi",
        "Ærøskøbing ǽ ǿ, aeroskobing ae o",
        "ΆΝΘΡΩΠΟΣ ἄνθρωπος, ανθρωποσ ανθρωποσ",
        "Ёлка Йод, елка иод",
        "שָׁלוֹם, שלום",
        "مُحَمَّد, محمد",
        "ﬁne ﬃ ½ ² ℃, fine ffi 1⁄2 2 °c",
        "ＦＵＬＬ ｶﾞ, full カ",
        "か\u3099 が, か か",
        "ĳ ŉ ſ, ij ʼn s",
        "𝕳𝖊𝖑𝖑𝖔, hello",
        "東京 天気 🏊🏽‍♀️, 東京 天気 🏊🏽‍♀",
        "Ꭰ ꭰ, ꭰ ꭰ",
        "tiếng Việt, tieng viet",
    })
    void is_without_case_and_diacritics(String text, String compared) {
        assertThat(SearchText.of(text)).isEqualTo(compared);
    }

    @Test
    void composed_and_decomposed_texts_are_the_same() {
        for (String text : new String[] {"Zażółć", "한국어", "ΐ", "ệ", "Å", "が"}) {
            for (Normalizer.Form form : Normalizer.Form.values()) {
                assertThat(SearchText.of(Normalizer.normalize(text, form)))
                        .as("%s in %s", text, form)
                        .isEqualTo(SearchText.of(text));
            }
        }
    }

    /** So a text contains a word if and only if the comparable text contains the comparable word. */
    @Test
    void every_code_point_is_comparable_as_it_is_or_as_what_it_becomes() {
        // Of the many ideographs and syllables beyond, which are all alike, some. The mark U+0345 has an upper case
        // that is a letter.
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < 0x3400 || c % 97 == 0 || (c >= 0xA640 && c < 0xAC00) || (c >= 0xF900 && c < 0x1_0000))
                .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.SURROGATE && c != 0x345)
                .mapToObj(Character::toString)
                .forEach(text -> {
                    String compared = SearchText.of(text);
                    if (!SearchText.of(compared).equals(compared)
                            || !SearchText.of(Character.toString(Character.toUpperCase(text.codePointAt(0))))
                                    .equals(compared)
                            || !SearchText.of(text.toLowerCase(Locale.ROOT)).equals(compared)
                            || !SearchText.of(Normalizer.normalize(text, Normalizer.Form.NFKD))
                                    .equals(compared)
                            || !SearchText.of("x" + text + "y").equals("x" + compared + "y")) {
                        throw new AssertionError("U+%04X becomes %s".formatted(text.codePointAt(0), compared));
                    }
                });
    }

    @Test
    void marks_vanish_and_other_characters_stay() {
        assertThat(SearchText.of("\u0301\u20dd\ufe0f")).isEmpty();
        assertThat(SearchText.of("50% _\\ \u200d\u0001")).isEqualTo("50% _\\ \u200d\u0001");
    }
}
