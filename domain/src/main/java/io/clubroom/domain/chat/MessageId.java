package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import java.util.UUID;

/** The permanent id of a message. */
public record MessageId(UUID value) {
    /**
     * Parses the 36-character form of RFC 9562 §4, ignoring case.
     *
     * @param field the name of the field that has the text, for the error
     */
    public static MessageId of(String field, String text) {
        try {
            return new MessageId(UserId.of(text).value());
        } catch (InvalidValue invalid) {
            throw new InvalidValue(field, invalid.reason());
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
