package io.clubroom.persistence.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchKeysTest {
    private static List<Integer> ofText(String text) {
        List<Integer> keys = new ArrayList<>();
        SearchKeys.ofText(text, keys::add);
        return keys;
    }

    @Test
    void a_text_has_the_keys_of_its_words() {
        for (String word : List.of("a", "ab", "abc", "lodz", "🏊🏽x", "a\u00a0bc")) {
            assertThat(SearchKeys.ofWords(List.of(word))).as(word).isNotEmpty();
            assertThat(ofText("z" + word + "z z")).as(word).containsAll(SearchKeys.ofWords(List.of(word)));
        }
    }

    @Test
    void a_bounded_number_of_keys_is_looked_up_the_longest_ones_first() {
        String longest = new String(IntStream.range('a', 'a' + 90).toArray(), 0, 90);

        assertThat(SearchKeys.ofWords(List.of("x", "yz", longest)))
                .hasSize(SearchKeys.MAX_OF_WORDS)
                .doesNotHaveDuplicates()
                .allMatch(ofText(longest)::contains);
    }

    @Test
    void keys_of_different_things_differ() {
        assertThat(SearchKeys.ofRoom("pool"))
                .isNotEqualTo(SearchKeys.secondOfRoom("pool"))
                .isNotEqualTo(SearchKeys.ofRoom("gym"));
        assertThat(SearchKeys.ofWords(List.of("ab"))).doesNotContainAnyElementsOf(SearchKeys.ofWords(List.of("ba")));
    }
}
