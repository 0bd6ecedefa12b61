package io.clubroom.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseFoldingTest {
    @ParameterizedTest
    @CsvSource({
        "INFO,info",
        "JOSÉ,josé",
        "İ,i",
        "ΟΔΟΣ,οδοσ",
        "Ж,ж",
        "\uD83D\uDE00A,\uD83D\uDE00a",
        "\uD801\uDC00,\uD801\uDC28"
    })
    void folds_each_character_by_itself(String text, String folded) {
        assertThat(CaseFolding.fold(text)).isEqualTo(folded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "info", "ı", "ß", "日本", "\uD800", "ὀδός"})
    void keeps_what_has_no_lower_case(String text) {
        assertThat(CaseFolding.fold(text)).isSameAs(text);
    }

    @Test
    void does_not_depend_on_the_language_of_the_machine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr", "TR"));
        try {
            assertThat(CaseFolding.fold("INFO")).isEqualTo("info");
        } finally {
            Locale.setDefault(before);
        }
    }
}
