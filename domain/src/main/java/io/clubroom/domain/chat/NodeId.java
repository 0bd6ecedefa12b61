package io.clubroom.domain.chat;

import java.util.UUID;

/** One of the servers that work on one store; another one after each start. */
public record NodeId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
