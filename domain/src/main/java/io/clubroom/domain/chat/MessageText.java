package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;

/** What somebody says in a room. */
public record MessageText(String value) {
    private static final int MAX_LENGTH = 4_000;

    /** A text of 1 to 4,000 characters (code points) under today's rule, without the white space around it. */
    public static MessageText of(String value) {
        String text = value.strip();
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new InvalidValue("content", "must be 1 to 4,000 characters");
        }
        // Half a surrogate pair has no UTF-8, and the store takes no NUL.
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidValue("content", "must be valid text");
        }
        return new MessageText(text);
    }

    @Override
    public String toString() {
        return "MessageText[" + value.length() + " characters]";
    }
}
