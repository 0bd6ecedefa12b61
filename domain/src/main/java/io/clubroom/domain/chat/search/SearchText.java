package io.clubroom.domain.chat.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a search compares texts, ignoring case and diacritics. Each code point is replaced separately:
 *
 * <ol>
 *   <li>It is decomposed (NFKD, UAX #15), and marks (the general categories M) are removed: {@code é} becomes {@code e}, {@code ﬁ} becomes
 *       {@code fi}.
 *   <li>Its case is folded, by way of the upper case: {@code ß} becomes {@code ss}, {@code ς} becomes {@code σ}, {@code ı} becomes {@code i}.
 *   <li>A Latin letter that Unicode names as another letter "WITH" something is that letter: {@code ł} (LATIN SMALL LETTER L WITH STROKE)
 *       becomes {@code l}, {@code ø} becomes {@code o}, {@code đ} becomes {@code d}.
 *   <li>{@code æ} becomes {@code ae}, {@code œ} becomes {@code oe}, {@code ð} becomes {@code d}, {@code þ} becomes {@code th}.
 * </ol>
 *
 * <p>The result depends neither on the language nor on the neighbouring characters. A change of this class, or a JDK with a newer Unicode,
 * makes the index of stored messages obsolete where the result differs.
 */
public final class SearchText {
    private static final int BLOCK = 0x100;
    private static final String WITH = " WITH ";
    private static final String LATIN = "LATIN SMALL LETTER ";
    private static final Map<Integer, String> LETTERS =
            Map.of((int) 'æ', "ae", (int) 'œ', "oe", (int) 'ð', "d", (int) 'þ', "th");

    /** The result for code points that do not change. There are so many of them that their texts would take much memory. */
    private static final String UNCHANGED = "unchanged";

    /** A cache of the results, in blocks. Races are harmless, because all threads compute the same result. */
    private static final @Nullable String[] @Nullable [] KNOWN = new String[(Character.MAX_CODE_POINT + 1) / BLOCK][];

    private SearchText() {}

    /** Returns the text in the form in which it is compared. The operation is idempotent. */
    public static String of(String text) {
        int length = text.length();
        StringBuilder folded = null;
        for (int i = 0; i < length; ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            if (codePoint >= 0x80 || (codePoint >= 'A' && codePoint <= 'Z')) {
                if (folded == null) {
                    folded = new StringBuilder(length + 16).append(text, 0, i);
                }
                if (codePoint < 0x80) {
                    folded.append((char) (codePoint + 'a' - 'A'));
                } else {
                    append(folded, codePoint);
                }
            } else if (folded != null) {
                folded.append((char) codePoint);
            }
            i = next;
        }
        return folded == null ? text : folded.toString();
    }

    private static void append(StringBuilder folded, int codePoint) {
        String known = known(codePoint);
        if (known.equals(UNCHANGED)) {
            folded.appendCodePoint(codePoint);
        } else {
            folded.append(known);
        }
    }

    private static String known(int codePoint) {
        @Nullable String @Nullable [] block = KNOWN[codePoint / BLOCK];
        if (block == null) {
            block = new String[BLOCK];
            KNOWN[codePoint / BLOCK] = block;
        }
        String known = block[codePoint % BLOCK];
        if (known == null) {
            String text = Character.toString(codePoint);
            known = fold(text);
            if (known.equals(text)) {
                known = UNCHANGED;
            }
            block[codePoint % BLOCK] = known;
        }
        return known;
    }

    private static String fold(String text) {
        String before;
        String after = text;
        do {
            before = after;
            StringBuilder folded = new StringBuilder();
            Normalizer.normalize(before, Normalizer.Form.NFKD).codePoints().forEach(codePoint -> {
                if (!isMark(codePoint)) {
                    Character.toString(codePoint)
                            .toUpperCase(Locale.ROOT)
                            .codePoints()
                            .map(Character::toLowerCase)
                            .forEach(lower -> appendLetter(folded, lower));
                }
            });
            after = folded.toString();
        } while (!after.equals(before));
        return after;
    }

    private static void appendLetter(StringBuilder folded, int lower) {
        String letters = LETTERS.get(lower);
        if (letters != null) {
            folded.append(letters);
        } else {
            folded.appendCodePoint(withoutAddition(lower));
        }
    }

    private static int withoutAddition(int letter) {
        String name = letter < 0x80 || Character.UnicodeScript.of(letter) != Character.UnicodeScript.LATIN
                ? null
                : Character.getName(letter);
        if (name == null || !name.startsWith(LATIN) || !name.contains(WITH)) {
            return letter;
        }
        try {
            return Character.codePointOf(name.substring(0, name.indexOf(WITH)));
        } catch (IllegalArgumentException noSuchLetter) {
            return letter;
        }
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }
}
