package io.clubroom.domain.file;

import io.clubroom.domain.validation.WhiteSpace;

/** The name of a file as its owner sees it, in any script; never a path. */
public record FileName(String value) {
    private static final int MAX_LENGTH = 255;
    private static final String NAMELESS = "file";

    /**
     * Makes a valid name of any text: takes the last segment of a path, with either separator, removes control characters and surrounding
     * white space, and keeps the first 255 code points. A result that is empty, {@code .} or {@code ..} becomes {@code file}.
     */
    public static FileName of(String value) {
        String segment = value.substring(Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\')) + 1);
        int[] printable = segment.codePoints().filter(FileName::isPrintable).toArray();
        String cleaned = WhiteSpace.strip(new String(printable, 0, printable.length));
        if (cleaned.codePointCount(0, cleaned.length()) > MAX_LENGTH) {
            cleaned = WhiteSpace.strip(cleaned.substring(0, cleaned.offsetByCodePoints(0, MAX_LENGTH)));
        }
        return new FileName(cleaned.isEmpty() || cleaned.equals(".") || cleaned.equals("..") ? NAMELESS : cleaned);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
