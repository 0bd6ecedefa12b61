package io.clubroom.domain.user;

/**
 * The case folding used for all comparisons that ignore case: each code point is replaced by its lower case (Unicode's simple mapping). It
 * depends neither on the language nor on the neighbouring characters, so it gives the same result on every machine.
 *
 * <p>PostgreSQL does the same with the function {@code fold_case} of the migrations.
 */
public final class CaseFolding {
    private CaseFolding() {}

    /** Returns the text with each code point in lower case. */
    public static String fold(String text) {
        int length = text.length();
        for (int i = 0; i < length; ) {
            int codePoint = text.codePointAt(i);
            if (Character.toLowerCase(codePoint) != codePoint) {
                return text.codePoints()
                        .map(Character::toLowerCase)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
            i += Character.charCount(codePoint);
        }
        return text;
    }
}
