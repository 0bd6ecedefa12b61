package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.domain.validation.WhiteSpace;

/** The text of a message. */
public record MessageText(String value) {
    private static final int MAX_LENGTH = 4_000;

    /** Accepts 1 to 4,000 characters (code points) after stripping surrounding white space. Stored texts may predate this rule. */
    public static MessageText of(String value) {
        MessageText text = ofMessageWithFiles(value);
        if (text.value.isEmpty()) {
            throw new InvalidValue("content", "must be 1 to 4,000 characters");
        }
        return text;
    }

    /** As {@link #of}, but the text may be empty. */
    public static MessageText ofMessageWithFiles(String value) {
        String text = WhiteSpace.strip(value);
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            throw new InvalidValue("content", "must be 1 to 4,000 characters");
        }
        // UTF-8 has no unpaired surrogates, and PostgreSQL stores no U+0000.
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidValue("content", "must be valid Unicode text without U+0000");
        }
        return new MessageText(text);
    }

    @Override
    public String toString() {
        return "MessageText[" + value.length() + " characters]";
    }
}
