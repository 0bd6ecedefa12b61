package io.clubroom.domain.chat;

import java.util.UUID;

/** Identifies a message for ever. */
public record MessageId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
