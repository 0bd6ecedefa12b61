package io.clubroom.domain.chat.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.validation.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchWordsTest {
    @Test
    void are_split_at_white_space_of_any_kind() {
        assertThat(SearchWords.of(" Ala \t ma\u00a0KOTA\u3000\u2003i\u0085 ala ")
                        .values())
                .containsExactly("ala", "ma", "kota", "i");
    }

    @Test
    void may_have_100_characters() {
        assertThat(SearchWords.of("🏊".repeat(100)).values()).containsExactly("🏊".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u00a0", "\u0301 \ufe0f"})
    void must_be_something(String text) {
        assertThatThrownBy(() -> SearchWords.of(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void may_not_have_more_than_100_characters() {
        assertThatThrownBy(() -> SearchWords.of("x".repeat(101)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("1 to 100");
    }

    @Test
    void a_word_of_marks_only_is_in_every_text() {
        assertThat(SearchWords.of("\u0301 kot").areIn("Kot")).isTrue();
    }

    @Test
    void all_must_be_in_the_text() {
        assertThat(SearchWords.of("kot ALA").areIn("Ala ma kota")).isTrue();
        assertThat(SearchWords.of("kot psa").areIn("Ala ma kota")).isFalse();
    }
}
