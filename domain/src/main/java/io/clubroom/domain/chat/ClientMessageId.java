package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;

/** An idempotency key chosen by the sender of a change. It is unique for a sender in a room, so a repeated change is stored once. */
public record ClientMessageId(String value) {
    private static final int MAX_LENGTH = 100;

    /** Accepts 1 to 100 characters (code points) without control characters. */
    public static ClientMessageId of(String value) {
        int length = value.codePointCount(0, value.length());
        if (length < 1
                || length > MAX_LENGTH
                || value.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidValue(
                    "client_message_id", "must be 1 to " + MAX_LENGTH + " characters without control characters");
        }
        return new ClientMessageId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
