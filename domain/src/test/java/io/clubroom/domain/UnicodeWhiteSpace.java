package io.clubroom.domain;

import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** The characters with the Unicode property White_Space. */
public final class UnicodeWhiteSpace {
    private UnicodeWhiteSpace() {}

    public static IntStream characters() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.toString(c).matches("\\p{IsWhite_Space}"));
    }

    /** Up to 20 of them. */
    public static Arbitrary<String> strings() {
        return Arbitraries.of(characters().boxed().toList())
                .map(Character::toString)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }
}
