package io.clubroom.domain.chat.search;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.domain.validation.WhiteSpace;
import java.util.List;

/** The words that a text must contain, in the form of {@link SearchText}. */
public record SearchWords(List<String> values) {
    private static final int MAX_LENGTH = 100;

    public SearchWords {
        values = List.copyOf(values);
    }

    /**
     * Accepts 1 to 100 characters (code points). They are split at white space into words; no character has a special meaning. At least one
     * word must contain more than marks, which are not compared.
     */
    public static SearchWords of(String value) {
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new InvalidValue("q", "must be 1 to 100 characters");
        }
        List<String> words = WhiteSpace.split(value).stream()
                .map(SearchText::of)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.isEmpty()) {
            throw new InvalidValue("q", "must have a character that is neither white space nor a mark");
        }
        return new SearchWords(words);
    }

    /** Whether a text contains each of the words anywhere. */
    public boolean areIn(String text) {
        String comparable = SearchText.of(text);
        return values.stream().allMatch(comparable::contains);
    }

    @Override
    public String toString() {
        return "SearchWords[" + values.size() + " words]";
    }
}
