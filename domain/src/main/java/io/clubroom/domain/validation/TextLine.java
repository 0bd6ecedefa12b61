package io.clubroom.domain.validation;

/** A line of text in any script, such as a name. */
public final class TextLine {
    private TextLine() {}

    /**
     * Accepts 1 to {@code maxLength} characters (code points) without control characters.
     *
     * @param field the name of the field, for the error
     * @return the text without surrounding white space
     */
    public static String of(String field, String text, int maxLength) {
        String line = WhiteSpace.strip(text);
        int length = line.codePointCount(0, line.length());
        if (length < 1 || length > maxLength) {
            throw new InvalidValue(field, "must be 1 to " + maxLength + " characters");
        }
        if (line.codePoints().anyMatch(TextLine::isUnprintable)) {
            throw new InvalidValue(field, "must not contain control characters");
        }
        return line;
    }

    /** Whether the code point is a control character, ends a line, or is half a surrogate pair. */
    public static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
