package io.clubroom.domain.chat;

import java.util.UUID;

/** The permanent id of a message. */
public record MessageId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
